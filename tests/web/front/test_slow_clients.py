"""Slow clients of a real server, without a proxy, keep no other user waiting."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from flask import Flask

from tests.web.front.real_server import Server, running, status
from tests.web.front.test_bodies import cookie_of, head
from tracker.web.front import slow_clients
from tracker.web.front.slow_clients import PatientSocket, Turns

HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
KEPT = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
#: A late client is cut off sooner here than in production, and fewer fit in.
SOONER = """
from tracker.web.front import slow_clients
slow_clients.SECONDS_FOR_A_HEAD = 2.0
slow_clients.SECONDS_TO_BEGIN = 2.0
worker_connections = 150
"""


@pytest.fixture(scope="module")
def server(
    _application: Flask, var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running(var, tmp_path_factory.mktemp("slow"), settings=SOONER) as made:
        yield made


def slow_kinds(server: Server) -> list[bytes]:
    """What each kind of slow client sends at first."""
    page = server.page("/sign-in")
    cookie = re.search(r"Set-Cookie: ([^;]+)", page)[1]
    script = re.search(r'src="(/static/[^"]+)"', page)[1]
    form = "application/x-www-form-urlencoded"
    return [
        b"GET /health HTTP/1.1\r\nHost: loc",
        head("/sign-in", f"Cookie: {cookie}", "Content-Length: 99999") + b"--x\r\n",
        head("/sign-in", f"Cookie: {cookie}", "Content-Length: 999", kind=form) + b"e=",
        # Answers that fill every buffer on the way; none is read.
        f"GET {script} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 60,
    ]


def be_slow(server: Server, sent: bytes, stop: threading.Event) -> None:
    """Sends little, and again from the beginning whenever the server closes it."""
    while not stop.is_set():
        with suppress(OSError), socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.connect(("127.0.0.1", server.port))
            line.sendall(sent)
            while not stop.wait(1):
                line.sendall(b"a")


def longest_wait(server: Server, *, clients: int, seconds: float) -> float:
    """The longest that /health took beside so many slow clients."""
    kinds, stop, took = slow_kinds(server), threading.Event(), []
    slow = [
        threading.Thread(target=be_slow, args=(server, kinds[n % len(kinds)], stop))
        for n in range(clients)
    ]
    for each in slow:
        each.start()
    try:
        time.sleep(1)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            assert status(server.ask(HEALTH)) == 200
            took.append(time.monotonic() - began)
            time.sleep(0.1)
    finally:
        stop.set()
        for each in slow:
            each.join()
    return max(took)


def test_fifty_slow_clients_keep_no_user_waiting(server: Server) -> None:
    assert longest_wait(server, clients=52, seconds=5) < 1


def test_more_clients_than_connections_keep_no_user_waiting(server: Server) -> None:
    half = b"GET /health HTTP/1.1\r\nHost: loc"
    with ExitStack() as opened:
        for _ in range(400):
            with suppress(OSError):
                opened.enter_context(server.connect(2)).sendall(half)
        began = time.monotonic()
        assert status(server.ask(HEALTH)) == 200
    assert time.monotonic() - began < 1


@pytest.mark.long
def test_fifty_slow_clients_keep_no_user_waiting_for_five_minutes(
    _application: Flask, var: Path, tmp_path: Path
) -> None:
    with running(var, tmp_path) as made:
        assert longest_wait(made, clients=52, seconds=300) < 1


def test_slow_uploads_hold_no_connection_of_the_database(
    pages: Flask, server: Server
) -> None:
    """More half-sent files of one user than the process has connections to give."""
    cookie = cookie_of(pages, server, "data-manager")
    page = server.page("/imports", f"Cookie: {cookie}")
    cookie = re.search(r"Set-Cookie: ([^;]+)", page)[1]
    sent = head("/imports", f"Cookie: {cookie}", "Content-Length: 99999") + b"--x\r\n"
    with ExitStack() as opened:
        for _ in range(20):
            opened.enter_context(server.connect()).sendall(sent)
        time.sleep(0.5)
        began = time.monotonic()
        for _ in range(3):
            answer = server.ask(
                f"GET /imports HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            assert status(answer) == 200
        assert time.monotonic() - began < 1.5


@pytest.mark.long
def test_a_process_that_is_replaced_does_not_wait_for_slow_clients(
    _application: Flask, var: Path, tmp_path: Path
) -> None:
    """No other process answers meanwhile, and they could make it last half a minute."""
    share = "max_requests = 12\nmax_requests_jitter = 0"
    with running(var, tmp_path, settings=share) as server, ExitStack() as opened:
        _, body, form, _ = slow_kinds(server)
        for sent in (body, form, HEALTH[:-2]):
            opened.enter_context(server.connect()).sendall(sent)
        began = time.monotonic()
        while server.log.read_text("utf-8").count("Booting worker") < 2:
            assert status(server.ask(HEALTH)) == 200
        assert time.monotonic() - began < 8


def test_the_rest_of_a_late_body_is_no_request(server: Server) -> None:
    """Otherwise a client could have its own bytes answered as another one's request."""
    _, body, *_ = slow_kinds(server)
    with server.connect() as line:
        line.sendall(body)
        answer = line.recv(65536)
        with suppress(OSError):
            line.sendall(KEPT)
            answer += b"".join(iter(lambda: line.recv(65536), b""))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1


def answered(line: socket.socket) -> None:
    """Reads one whole answer to /health."""
    answer = b""
    while not answer.endswith(b'{"status":"ok"}\n'):
        more = line.recv(65536)
        assert more, answer
        answer += more
    assert status(answer) == 200


def test_a_head_may_arrive_in_pieces_and_two_at_once(server: Server) -> None:
    with server.connect() as line:
        for sign in KEPT:
            line.sendall(bytes([sign]))
        answered(line)
        line.sendall(KEPT + KEPT[:20])
        answered(line)
        line.sendall(KEPT[20:])
        answered(line)
    assert server.whole(KEPT + KEPT + HEALTH).count(b"HTTP/1.1 200") == 3


def test_half_a_head_is_closed_in_time(server: Server) -> None:
    with server.connect() as line:
        began = time.monotonic()
        line.sendall(b"GET / HTTP/1.1\r\nA: ")
        assert line.recv(99) == b""
    assert 1 < time.monotonic() - began < 4


def test_a_head_without_an_end_is_refused(server: Server) -> None:
    line = b"X-Long: " + b"a" * 8000 + b"\r\n"
    answer = server.ask(b"GET / HTTP/1.1\r\nHost: localhost\r\n", *[line] * 10)
    assert status(answer) == 431


ODD_REQUESTS = {
    "a length and chunks": (
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "two lengths": (
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        b"Content-Length: 6\r\n\r\nabcdef"
    ),
    "a length with a sign": (
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde"
    ),
    "a space before the colon": (
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n"
    ),
    "an unknown coding": (
        b"POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"
    ),
    "a folded line": b"GET /health HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
    "two hosts": b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "lines without a return": b"GET /health HTTP/1.1\nHost: a\n\n\r\n\r\n",
    "a version of its own": b"GET /find?q=Woodmere HTTP/7\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("name", ODD_REQUESTS)
def test_a_request_that_two_servers_could_read_differently_is_refused(
    server: Server, name: str
) -> None:
    answer = server.whole(ODD_REQUESTS[name] + HEALTH)
    assert status(answer) in (400, 501), answer
    assert answer.count(b"HTTP/1.1") == 1, "what follows is not answered"


def test_the_log_does_not_quote_a_request_that_is_refused(server: Server) -> None:
    server.whole(b"GET /find?q=Woodmere HTTP/7\r\nHost: a\r\n\r\n")
    log = server.log.read_text("utf-8")
    assert "A request that is not HTTP was refused." in log
    assert "Woodmere" not in log


@pytest.mark.parametrize(
    "method", ["TRACE", "OPTIONS", "PUT", "DELETE", "CONNECT", "BREW"]
)
def test_other_methods_are_refused(server: Server, method: str) -> None:
    answer = server.ask(f"{method} /sign-in HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert status(answer) == 405
    # Whether a page exists is not for a signed-out visitor to learn this way either.
    answer = server.ask(f"{method} /people/1 HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert status(answer) == 405


def test_no_answer_names_the_programs_that_serve_it(server: Server) -> None:
    sign_in = b"GET /sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    for sent in (HEALTH, sign_in, b"GET / HTTP/9\r\n\r\n"):
        answer = server.whole(sent).lower()
        assert answer
        for name in (b"server:", b"x-powered-by", b"gunicorn", b"werkzeug", b"python"):
            assert name not in answer, sent


# --- The socket and its turn ----------------------------------------------------------


Pair = Callable[..., tuple[PatientSocket, socket.socket, Turns]]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Makes the two ends of a connection: ours, and its client's."""
    with ExitStack() as opened:

        def make_pair(at_once: int = 1) -> tuple[PatientSocket, socket.socket, Turns]:
            ours, client = socket.socketpair()
            line = opened.enter_context(PatientSocket(ours))
            line.turns = Turns(at_once)
            return line, opened.enter_context(client), line.turns

        yield make_pair


def test_a_thread_that_waits_gives_up_its_turn(pair: Pair) -> None:
    line, client, turns = pair()
    got = []

    def read() -> None:
        with turns.working():
            got.append(line.recv(99))

    reading = threading.Thread(target=read)
    reading.start()
    # The only turn is free although the other thread is inside.
    taken = threading.Event()

    def take() -> None:
        with turns.working():
            taken.set()

    while not turns._parked:
        time.sleep(0.01)
    threading.Thread(target=take).start()
    assert taken.wait(5)
    client.sendall(b"late, but here")
    reading.join(5)
    assert got == [b"late, but here"]
    assert turns._parked == {}


def test_a_late_client_reads_as_ended(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_clients, "SECONDS_TO_BEGIN", 0.05)
    line, _, turns = pair()
    with turns.working():
        assert line.recv(99) == b""
        assert line.is_late
        with pytest.raises(BrokenPipeError):
            line.sendall(b"x" * 10_000_000)


def test_a_client_that_keeps_up_may_take_long(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time grows with what has arrived, so a large file on a slow line arrives."""
    monkeypatch.setattr(slow_clients, "SECONDS_TO_BEGIN", 0.2)
    monkeypatch.setattr(slow_clients, "SLOWEST", 1000)
    line, client, turns = pair()
    with turns.working():
        for _ in range(5):
            client.sendall(b"x" * 200)
            assert line.recv(200) == b"x" * 200
            time.sleep(0.1)
        assert not line.is_late


def test_the_connection_that_waited_longest_makes_room(pair: Pair) -> None:
    first, _, turns = pair(at_once=2)
    second, _, _ = pair()
    second.turns = turns
    ended: list[str] = []

    def read(name: str, line: PatientSocket) -> None:
        with turns.working():
            line.recv(99)
            ended.append(name)

    threads = []
    for name, line in (("first", first), ("second", second)):
        threads.append(threading.Thread(target=read, args=(name, line)))
        threads[-1].start()
        while line not in turns._parked:
            time.sleep(0.01)
    turns.close_longest()
    threads[0].join(5)
    assert ended == ["first"]
    turns.close_all()
    threads[1].join(5)
    assert ended == ["first", "second"]


def test_a_replaced_process_waits_for_those_that_keep_up(pair: Pair) -> None:
    kept_up, client, turns = pair(at_once=3)
    idle, _, _ = pair()
    idle.turns = turns
    came_later, _, _ = pair()
    came_later.turns = turns
    got: dict[str, bytes] = {}

    def read(name: str, line: PatientSocket) -> None:
        with turns.working():
            while more := line.recv(99):
                got[name] = got.get(name, b"") + more
            got.setdefault(name, b"")

    threads = {}

    def begin(name: str, line: PatientSocket) -> None:
        threads[name] = threading.Thread(target=read, args=(name, line))
        threads[name].start()
        while line not in turns._parked:
            time.sleep(0.01)

    begin("kept up", kept_up)
    begin("idle", idle)
    turns.close_slow(0)
    assert got == {}
    begin("came later", came_later)
    client.sendall(b"x" * 50)
    while kept_up.moved < 50 or kept_up not in turns._parked:
        time.sleep(0.01)
    turns.close_slow(50)
    threads["idle"].join(5)
    assert got == {"kept up": b"x" * 50, "idle": b""}
    turns.close_slow(50)
    for thread in threads.values():
        thread.join(5)
    assert got["came later"] == b""
