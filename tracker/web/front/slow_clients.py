"""Connections that wait for their client without keeping another user waiting.

A request's head is collected by the main loop, so a client that sends half of one costs
no thread. A thread that waits for more of a body, or for a client to read the answer,
gives up its turn meanwhile. Each wait has an end, and where too many wait at once, the
one that has waited longest is closed.

See decision 0148.
"""

import errno
import select
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers import gthread

#: The longest that a request's head may take, and the most that it may have.
SECONDS_FOR_A_HEAD = 15.0
LARGEST_HEAD = 64 * 1024
#: A body and an answer have this long, and then have to move at this many bytes a
#: second on average: the slowest telephone line does.
SECONDS_TO_BEGIN = 30.0
SLOWEST = 1024
#: The most requests of one process that have their head, most of them waiting.
MOST_REQUESTS = 500
#: An answered connection may still send what it had begun, so that it gets the answer.
_SECONDS_TO_LINGER = 2.0
_END_OF_HEAD = b"\r\n\r\n"
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)
_BETWEEN_CLOSING = 0.25
#: Before a process that has answered its share is replaced, a client has to move this
#: much in each so many seconds: an upload over a slow mobile line does.
_LEAST_BEFORE_RESTART = 32 * 1024
_SECONDS_BEFORE_RESTART = 1.5


class Turns:
    """The requests of a process that are worked on at the same time."""

    def __init__(self, at_once: int) -> None:
        self._free = threading.Semaphore(at_once)
        self._parked: dict[PatientSocket, float] = {}
        #: The bytes that each had moved at the last look.
        self._looked: dict[PatientSocket, int] = {}

    @contextmanager
    def working(self) -> Iterator[None]:
        """Takes a turn, once there is one."""
        with self._free:
            yield

    @contextmanager
    def given_up(self, line: "PatientSocket") -> Iterator[None]:
        """Gives up the turn while the thread waits for a client."""
        self._parked[line] = time.monotonic()
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
            self._parked.pop(line, None)

    def close_longest(self) -> None:
        """Closes the connection whose thread has waited longest for its client."""
        parked = sorted(self._parked.copy().items(), key=lambda each: each[1])
        for line, _ in parked[:1]:
            self._parked.pop(line, None)
            line.end()

    def close_slow(self, least: int) -> None:
        """Closes the waiting connections that moved fewer bytes since the last look."""
        before = self._looked
        self._looked = {line: line.moved for line in self._parked.copy()}
        for line, moved in self._looked.items():
            if line in before and moved - before[line] < least:
                line.end()

    def close_all(self) -> None:
        """Closes every connection that a thread waits for."""
        for line in self._parked.copy():
            line.end()


class PatientSocket(socket.socket):
    """A client's socket. A thread that has to wait for it gives up its turn.

    It reads as ended, and cannot be written to, once the client is too slow.
    """

    #: Set by the worker, once it has accepted the connection.
    turns: Turns
    #: Whether the client was too slow: the connection then has no next request.
    is_late = False

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(
            accepted.family, accepted.type, accepted.proto, fileno=accepted.detach()
        )
        super().setblocking(False)
        self._limit: float | None = None
        self._began = time.monotonic()
        #: The bytes of the present request and its answer so far.
        self.moved = 0

    def begin(self) -> None:
        """Starts the time that the next request has."""
        self._began, self.moved = time.monotonic(), 0

    def end(self) -> None:
        """Ends the connection for the thread that waits for it."""
        self.is_late = True
        with suppress(OSError):
            self.shutdown(socket.SHUT_RDWR)

    # The server sets whether a call waits; here every call waits, without a turn.
    def setblocking(self, flag: bool) -> None:
        self._limit = None

    def settimeout(self, value: float | None) -> None:
        self._limit = value

    def gettimeout(self) -> float | None:
        return self._limit

    def recv(self, *given: Any) -> bytes:
        """The bytes that have arrived, after a wait; none once the client is late."""
        while True:
            try:
                got = super().recv(*given)
            except BlockingIOError:
                if not self._wait(select.POLLIN):
                    return b""
            else:
                self.moved += len(got)
                return got

    def sendall(self, data: Any, *given: Any) -> None:
        """Sends it all. Raises BrokenPipeError once the client is late."""
        rest = memoryview(data).cast("B")
        while rest:
            try:
                sent = super().send(rest, *given)
            except BlockingIOError:
                if not self._wait(select.POLLOUT):
                    raise BrokenPipeError(errno.EPIPE, "too slow") from None
            else:
                self.moved += sent
                rest = rest[sent:]

    def _wait(self, event: int) -> bool:
        """Whether the client is ready before its time is over."""
        now = time.monotonic()
        seconds = self._began + SECONDS_TO_BEGIN + self.moved / SLOWEST - now
        if self._limit is not None:
            seconds = min(seconds, self._limit)
        ready: list[Any] = []
        if seconds > 0 and not self.is_late:
            poll = select.poll()
            poll.register(self, event)
            with self.turns.given_up(self):
                ready = poll.poll(seconds * 1000)
        if not ready:
            self.is_late = True
        return not self.is_late


class Connection(gthread.TConn):  # type: ignore[misc]
    """A client's connection, with what has arrived of its next request's head."""

    sock: PatientSocket

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.head = bytearray()
        self.data_ready = True

    def init(self) -> None:
        """Gives the parser what the main loop has read."""
        super().init()
        self.sock.begin()
        self.parser.unreader.unread(bytes(self.head))
        self.head = bytearray()


class AnswerWithoutServer(wsgi.Response):  # type: ignore[misc]
    """An answer that does not name the program that serves it."""

    def default_headers(self) -> list[str]:
        return [
            line
            for line in super().default_headers()
            if not line.lower().startswith("server:")
        ]


class PatientWorker(gthread.ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, of which no slow client takes one away."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        wsgi.Response = AnswerWithoutServer
        self._turns = Turns(self.cfg.threads)
        #: Connections that no thread has, with the moment at which each is closed.
        self._waiting: dict[Connection, float] = {}
        self._in_threads = 0
        self._close_again = 0.0
        #: When slow clients are looked at, once this process is to be replaced.
        self._look_again: float | None = None

    def get_thread_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=MOST_REQUESTS)

    def run(self) -> None:
        try:
            super().run()
        finally:
            # Their threads would keep the process from ending.
            self._turns.close_all()

    def accept(self, listener: Any) -> None:
        """Accepts a connection; the one that has waited longest makes room for it."""
        if self.nr_conns >= self.worker_connections - 1 and self._waiting:
            self._forget(min(self._waiting, key=lambda each: self._waiting[each]))
        try:
            accepted, client = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        line = PatientSocket(accepted)
        line.turns = self._turns
        self.nr_conns += 1
        made = Connection(self.cfg, line, client, listener.getsockname())
        self._await_head(made, SECONDS_FOR_A_HEAD)

    def _await_head(self, conn: Connection, seconds: float) -> None:
        self._register(conn, seconds, self._receive)

    def _register(self, conn: Connection, seconds: float, then: Any) -> None:
        self._waiting[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _unregister(self, conn: Connection) -> None:
        self._waiting.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _forget(self, conn: Connection) -> None:
        self._unregister(conn)
        self.nr_conns -= 1
        conn.close()

    def _receive(self, conn: Connection, line: PatientSocket) -> None:
        """Takes what has arrived of a head; a whole one goes to a thread."""
        got = self._arrived(conn, line)
        if not got:
            return
        if not conn.head:
            # A kept connection waits less for its next request than this one may take.
            self._waiting[conn] = time.monotonic() + self._seconds_for_a_head()
        searched = max(0, len(conn.head) - len(_END_OF_HEAD) + 1)
        conn.head += got
        if conn.head.find(_END_OF_HEAD, searched) >= 0:
            self._unregister(conn)
            self.enqueue_req(conn)
        elif len(conn.head) > LARGEST_HEAD:
            with suppress(OSError):
                socket.socket.send(line, _TOO_LARGE)
            self._unregister(conn)
            self._linger(conn)

    def enqueue_req(self, conn: Connection) -> None:
        if self._in_threads >= MOST_REQUESTS - self.cfg.threads:
            self._turns.close_longest()
        self._in_threads += 1
        super().enqueue_req(conn)

    def handle(self, conn: Connection) -> Any:
        with self._turns.working():
            return super().handle(conn)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        # What a late client sends now may be the rest of its body.
        return bool(super()._keepalive_after(conn, keepalive)) and not conn.sock.is_late

    def finish_request(self, conn: Connection, fs: "Future[Any]") -> None:
        self._in_threads -= 1
        keep = not fs.cancelled() and fs.exception() is None and fs.result()
        if not keep:
            self._linger(conn)
            return
        conn.head = bytearray(conn.parser.unreader.take_buffered())
        if _END_OF_HEAD in conn.head:
            self.enqueue_req(conn)
            return
        idle = self.cfg.keepalive if self.alive else gthread.STOP_KEEPALIVE_LINGER
        self._await_head(conn, self._seconds_for_a_head() if conn.head else idle)

    def _seconds_for_a_head(self) -> float:
        return SECONDS_FOR_A_HEAD if self.alive else gthread.STOP_KEEPALIVE_LINGER

    def _linger(self, conn: Connection) -> None:
        """Closes a connection once its client has closed it, or soon after.

        A connection closed at once, with bytes unread, would take the answer back.
        """
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            self._register(conn, _SECONDS_TO_LINGER, self._discard)
        except (OSError, ValueError):
            self._forget(conn)

    def _discard(self, conn: Connection, line: PatientSocket) -> None:
        self._arrived(conn, line)

    def _arrived(self, conn: Connection, line: PatientSocket) -> bytes:
        """What has arrived, nothing yet perhaps; a connection that has ended goes."""
        try:
            got = socket.socket.recv(line, LARGEST_HEAD)
        except BlockingIOError:
            return b""
        except OSError:
            got = b""
        if not got:
            self._forget(conn)
        return got

    def murder_keepalived(self, force: bool = False) -> None:
        """Closes the connections whose time is over, or all of them."""
        now = time.monotonic()
        if self._look_again is not None and now >= self._look_again:
            self._turns.close_slow(_LEAST_BEFORE_RESTART)
            self._look_again = now + _SECONDS_BEFORE_RESTART
        if now < self._close_again and not force:
            return
        self._close_again = now + _BETWEEN_CLOSING
        for conn, until in list(self._waiting.items()):
            if force or until <= now:
                self._forget(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        for conn, until in self._waiting.items():
            self._waiting[conn] = min(until, deadline)
        if self.nr >= self.max_requests:
            # No other process takes its place before it has ended.
            self._turns.close_slow(0)
            self._look_again = time.monotonic() + _SECONDS_BEFORE_RESTART
