"""Open files, read from several places at once."""

import io
import os
import weakref
from collections.abc import Callable
from typing import BinaryIO, cast


def _no_sign(at: int) -> None:
    """Where no process waits for a sign of life."""


class Opened:
    """An open file. It is closed once neither it nor a reading of it is held.

    ``signs_of_life`` gives each reading what takes note of how far it is.
    """

    def __init__(
        self,
        number: int,
        signs_of_life: Callable[[], Callable[[int], None]] = lambda: _no_sign,
    ) -> None:
        self.number = number
        self.signs_of_life = signs_of_life
        weakref.finalize(self, os.close, number)

    def open(self) -> BinaryIO:
        """The bytes of the file, from the first."""
        return cast(BinaryIO, io.BufferedReader(_View(self)))

    @property
    def size(self) -> int:
        """The number of its bytes."""
        return os.fstat(self.number).st_size


class _View(io.RawIOBase):
    """One reading of an open file, at a place of its own. It keeps the file open."""

    def __init__(self, file: Opened) -> None:
        self._file = file
        self._seen_to = file.signs_of_life()
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_CUR:
            offset += self._at
        elif whence == os.SEEK_END:
            offset += self._file.size
        if offset < 0:
            raise ValueError(f"{offset} is before the beginning of the file.")
        self._at = offset
        return offset

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = os.pread(self._file.number, len(into), self._at)
        into[: len(piece)] = piece
        self._at += len(piece)
        self._seen_to(self._at)
        return len(piece)
