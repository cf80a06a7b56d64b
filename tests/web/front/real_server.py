"""A real gunicorn on the loopback, and requests written by hand."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import ROOT, environment
from tests.web.front import personal_in_logs

KEY = "of the tests, and of nothing else"


@dataclass
class Server:
    """A server, and the folder in which it would store the files it receives."""

    port: int
    spool: Path
    process: subprocess.Popen[bytes]
    log: Path

    def connect(self, seconds: float = 20) -> socket.socket:
        """A new connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def ask(self, head: bytes, *parts: bytes, seconds: float = 20) -> bytes:
        """Sends a head and parts of a body; returns the head of the answer."""
        with self.connect(seconds) as line:
            line.sendall(head)
            try:
                for part in parts:
                    line.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has answered and closed the connection
            answer = b""
            while b"\r\n\r\n" not in answer:
                try:
                    more = line.recv(65536)
                except ConnectionResetError:
                    break
                if not more:
                    break
                answer += more
            return answer

    def whole(self, sent: bytes, seconds: float = 20) -> bytes:
        """Everything that the server answers until it closes the connection."""
        with self.connect(seconds) as line:
            line.sendall(sent)
            try:
                return b"".join(iter(lambda: line.recv(65536), b""))
            except ConnectionResetError:
                return b""

    def page(self, path: str, *lines: str) -> str:
        """A page as this server answers it, for a test that begins with it.

        It is opened again for some seconds while the server is busy or closes the
        connection, as it may where others are slow at the same moment.
        """
        wanted = [f"GET {path} HTTP/1.1", "Host: localhost", *lines]
        sent = "\r\n".join([*wanted, "Connection: close", "", ""]).encode()
        until = time.monotonic() + 30
        while status(answer := self.whole(sent)) != 200:
            assert time.monotonic() < until, answer
            time.sleep(0.2)
        return answer.decode()

    def spooled(self) -> list[str]:
        """The files that the server holds open in its folder, also those without a
        name.
        """
        # The embedded database locks a file there while its server is looked for.
        found = [each.name for each in self.spool.iterdir() if each.name != ".lockfile"]
        first = psutil.Process(self.process.pid)
        for process in (first, *first.children(recursive=True)):
            try:
                opened = Path(f"/proc/{process.pid}/fd").iterdir()
                links = [str(each.readlink()) for each in opened]
            except OSError:
                continue
            found += [
                each
                for each in links
                if each.startswith(f"{self.spool}/") and ".lockfile" not in each
            ]
        return found


@contextmanager
def running(
    var: Path, place: Path, *, settings: str = "", **more: str
) -> Iterator[Server]:
    """A server with our settings, and these lines of Python after them.

    ``more`` is added to its environment.
    """
    spool = place / "spool"
    spool.mkdir()
    config = place / "config.py"
    config.write_text(
        f"from tracker.web.front.gunicorn_settings import *\n{settings}", "utf-8"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = place / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--threads", "2"),
                *("--config", str(config)),
                *("--bind", f"127.0.0.1:{port}", "wsgi:served()"),
            ],
            cwd=ROOT,
            env=environment(
                var,
                **{
                    "SECRET_KEY": KEY,
                    "TRACKER_PLAIN_HTTP": "yes",
                    "TMPDIR": str(spool),
                    **more,
                },
            ),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    made = Server(port, spool, process, log)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                made.connect(1).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text("utf-8")
                time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(30)
    assert personal_in_logs.found_in(place) == []


def status(answer: bytes) -> int:
    """The status of an answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0
