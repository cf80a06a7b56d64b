"""Files that are written whole or not at all, so that half a file is never sent."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.refusal import Refusal

#: Files hold details of young people: only the user who ran the command reads them.
PRIVATE = 0o600


class NotWritable(Refusal):
    """A file cannot be written to its place; the text gives the reason."""


def check(target: Path) -> None:
    """Checks that a file can be written, before the work that produces it begins.

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
        # Only writing shows whether the folder is writable and the name allowed.
        tried = _beside(target)
        tried.touch(PRIVATE)
        tried.unlink()
        target.exists()
    except OSError as error:
        raise _refused(target, error) from error


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path to write to; it becomes ``target`` once all of it is written.

    An existing file stays until then. Raises NotWritable.
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
    """A temporary name in the same folder, so that the last step is only a rename."""
    return target.parent / f".{uuid.uuid4().hex[:12]}.part"


def _refused(target: Path, error: OSError) -> NotWritable:
    why = error.strerror or type(error).__name__
    return NotWritable(f"{_named(target)} cannot be written: {why}.")


def _named(target: Path) -> str:
    text = str(target)
    return text if len(text) <= 250 else f"{text[:250]}..."
