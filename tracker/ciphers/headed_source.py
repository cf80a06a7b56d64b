"""What goes into encryption: a line with what it is about, then the plain bytes."""

import os
from typing import BinaryIO, Protocol, runtime_checkable


class Source(Protocol):
    """Bytes to encrypt, such as an open file or an upload that arrives."""

    def read(self, size: int = -1, /) -> bytes: ...


@runtime_checkable
class Rewindable(Source, Protocol):
    """A source that can be read again, such as a file."""

    def seekable(self) -> bool: ...

    def seek(self, by: int, start: int = os.SEEK_SET, /) -> int: ...


def header(about: str) -> bytes:
    """What stands before the plain bytes, in one line."""
    return about.replace("\n", " ").encode() + b"\n"


class Headed:
    """A source with a line before it, its bytes counted, and its target beside it.

    pyrage turns every error of a file into text, so the first is kept here.
    """

    def __init__(self, about: str, source: Source, target: BinaryIO) -> None:
        self._header, self._source, self._target = header(about), source, target
        self.count = 0
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        if self._header:
            piece, self._header = self._header[:size], self._header[size:]
            return piece
        try:
            read = self._source.read(size)
        except Exception as error:
            self.error = error
            raise
        self.count += len(read)
        return read

    def write(self, piece: bytes) -> int:
        try:
            return self._target.write(piece)
        except Exception as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._target.flush()


def place_of(source: Source) -> int | None:
    """The place from which a source can be read again, None where it cannot be."""
    if isinstance(source, Rewindable) and source.seekable():
        return source.seek(0, os.SEEK_CUR)
    return None
