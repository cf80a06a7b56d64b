"""ClamAV, where the council runs it on this machine: each file is scanned first.

A file is let through for one answer alone, "OK". A scanner that is silent, answers
anything else, or takes no file of this size lets nothing through.
"""

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from tracker.refusal import Refusal

#: Seconds that each step may take; a page waits for it.
_PATIENCE = 15
#: A scanner that is well answers this at once.
_PATIENCE_WITH_PING = 3
_PIECE = 1 << 18
_LONGEST_ANSWER = 4_096
#: Only this machine: what is sent is personal data, and not encrypted.
_HERE = ("127.0.0.1", "::1", "localhost")


class NotClean(Refusal):
    """The scanner found something harmful in the file."""


class ScannerSilent(Refusal):
    """The scanner gives no answer, so that no file can be received."""


class Source(Protocol):
    """A file to scan, which is read from its start to its end, and set back."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True)
class Scanner:
    """ClamAV's socket: a path, or a host and port of this machine."""

    path: str = ""
    host: str = ""
    port: int = 0

    def scan(self, source: Source, name: str) -> None:
        """Has a file scanned, and sets it back to its start.

        Raises NotClean and ScannerSilent.
        """
        source.seek(0)
        try:
            with self._connected() as line:
                answer = _answer_to(line, source)
        except OSError as error:
            raise _silent() from error
        source.seek(0)
        if answer == "stream: OK":
            return
        if answer.endswith(" FOUND"):
            what = answer.removeprefix("stream: ").removesuffix(" FOUND")
            raise NotClean(
                f"{name} was not received: the virus scanner found {what[:80]} in it. "
                "Check the computer that it comes from."
            )
        if "size limit" in answer:
            raise NotClean(
                f"{name} is larger than the virus scanner takes; send it in parts."
            )
        raise _silent()

    def answers(self) -> bool:
        """Whether it is there, and is ClamAV."""
        try:
            with self._connected(_PATIENCE_WITH_PING) as line:
                line.sendall(b"zPING\0")
                return _answer(line) == "PONG"
        except OSError:
            return False

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"

    def _connected(self, seconds: int = _PATIENCE) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), seconds)
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(seconds)
            line.connect(self.path)
        except BaseException:
            line.close()
            raise
        return line


def scanner(text: str) -> Scanner | None:
    """The scanner that TRACKER_CLAMAV names, if any. Raises ValueError."""
    if not text:
        return None
    if text.startswith("/"):
        return Scanner(path=text)
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if host not in _HERE or not (port.isascii() and port.isdigit()):
        raise ValueError(
            "TRACKER_CLAMAV must be the path of ClamAV's socket, such as "
            "/run/clamav/clamd.ctl, or 127.0.0.1:3310 on this machine."
        )
    return Scanner(host=host, port=int(port))


def _answer_to(line: socket.socket, source: Source) -> str:
    """Sends the file in pieces, and reads the answer to it."""
    # A scanner that has heard enough answers and closes before the end.
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(b"zINSTREAM\0")
        while piece := source.read(_PIECE):
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    return _answer(line)


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _silent() -> ScannerSilent:
    return ScannerSilent(
        "Files cannot be received at the moment, because the virus scanner does not "
        "answer. Nothing was kept; try again later."
    )
