"""Files that are written whole or not at all, so that nobody sends off half of one."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.refusal import Refusal

#: What we write is about young people, and only for whoever asked for it.
PRIVATE = 0o600


class NotWritable(Refusal):
    """A file cannot be written where it should be; the text says why."""


def check(target: Path) -> None:
    """Makes sure that a file can be written, before the work whose outcome it holds.

    Raises NotWritable.
    """
    folder = target.parent
    try:
        if not folder.is_dir():
            there = "is not a folder" if folder.exists() else "is not there"
            raise NotWritable(
                f"{_named(target)} cannot be written: {folder} {there}. Name a file "
                "in a folder that is."
            )
        if target.exists() and not target.is_file():
            raise NotWritable(
                f"{_named(target)} cannot be written: it is there and is not a file."
            )
        # Only writing tells whether a folder can be written to, and the name be used.
        tried = _beside(target)
        tried.touch(PRIVATE)
        tried.unlink()
        target.exists()
    except OSError as error:
        raise _refused(target, error) from error


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes ``target`` once all of it is written.

    What was there before stays until then. Raises NotWritable.
    """
    try:
        target = target.resolve()
        written = _beside(target)
        try:
            written.touch(PRIVATE)
            yield written
            with written.open("rb") as file:
                os.fsync(file.fileno())
            written.replace(target)
        finally:
            with suppress(OSError):
                written.unlink()
    except OSError as error:
        raise _refused(target, error) from error


def _beside(target: Path) -> Path:
    """A name in the same folder, so that the last step is only a renaming."""
    return target.parent / f".{uuid.uuid4().hex[:12]}.part"


def _refused(target: Path, error: OSError) -> NotWritable:
    why = error.strerror or type(error).__name__
    return NotWritable(f"{_named(target)} cannot be written: {why}.")


def _named(target: Path) -> str:
    text = str(target)
    return text if len(text) <= 250 else f"{text[:250]}..."
