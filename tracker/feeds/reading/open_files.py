"""The files of one load, each opened once, however often its bytes are read.

A file is looked at several times: for its digest, its kind, its encoding, its day and
its rows. All of them see the same file, even if another takes its place meanwhile.
"""

import io
import os
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, cast

#: A folder may hold more files than a process may have open; the rest open each time.
MOST_OPEN = 100


class OpenFiles(tuple[Path, ...]):
    """The paths of a load. A file is closed when nothing can read from it any more."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._open: dict[Path, _Handle] = {}

    def open(self, path: Path) -> BinaryIO:
        """The bytes of one of the files, or of one in a folder, from the first.

        Raises OSError if the file cannot be opened.
        """
        handle = self._open.get(path)
        if handle is None:
            handle = _Handle(path)
            if len(self._open) < MOST_OPEN:
                self._open[path] = handle
        return cast(BinaryIO, io.BufferedReader(_View(handle)))


def opened(paths: Sequence[Path]) -> OpenFiles:
    """The files to read; those that a load has opened already are not opened again."""
    return paths if isinstance(paths, OpenFiles) else OpenFiles(paths)


class _Handle:
    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self.number)


class _View(io.RawIOBase):
    """One reading of an open file, at a place of its own."""

    def __init__(self, handle: _Handle) -> None:
        self._handle = handle
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
            offset += os.fstat(self._handle.number).st_size
        if offset < 0:
            raise ValueError(f"{offset} is before the beginning of the file.")
        self._at = offset
        return offset

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = os.pread(self._handle.number, len(into), self._at)
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
