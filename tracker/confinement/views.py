"""Open files, read from several places at once."""

import io
import os
from collections.abc import Callable


class View(io.RawIOBase):
    """One reading of an open file, at a place of its own.

    ``seen_to`` takes note of how far the file has been read; what ``held`` is stays
    while the view does, as the file has to stay open.
    """

    def __init__(
        self, number: int, seen_to: Callable[[int], None], held: object = None
    ) -> None:
        self._number = number
        self._seen_to = seen_to
        self._held = held
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
            offset += os.fstat(self._number).st_size
        if offset < 0:
            raise ValueError(f"{offset} is before the beginning of the file.")
        self._at = offset
        return offset

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = os.pread(self._number, len(into), self._at)
        into[: len(piece)] = piece
        self._at += len(piece)
        self._seen_to(self._at)
        return len(piece)
