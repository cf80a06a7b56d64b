"""A stand-in for ClamAV's daemon, and the file by which scanners are tried."""

import socket
import struct
import threading
from contextlib import suppress

#: The file by which scanners are tried; it harms nothing. In two pieces, so that no
#: scanner of the machine that holds this test takes it away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS" b"-TEST-FILE!$H+H*"


class FakeScanner(threading.Thread):
    """ClamAV's side of INSTREAM, for one connection after the other."""

    def __init__(self, door: socket.socket, answer: bytes | None = None) -> None:
        super().__init__(daemon=True)
        self.door, self.answer = door, answer
        self.seen: list[bytes] = []

    def run(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as talk:
                assert talk.read(10) == b"zINSTREAM\0"
                found = b""
                while length := struct.unpack("!I", talk.read(4))[0]:
                    found += talk.read(length)
                self.seen.append(found)
                harm = b"stream: Eicar-Test-Signature FOUND\0"
                clean = harm if EICAR in found else b"stream: OK\0"
                # Who has heard enough hangs up before the end of a long answer.
                with suppress(BrokenPipeError, ConnectionResetError):
                    line.sendall(clean if self.answer is None else self.answer)
