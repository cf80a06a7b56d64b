"""The files of an archive, unpacked in a confined process and sent back in pieces.

A month's file among many has to be received, and withdrawn, by itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.confinement import readings
from tracker.confinement.readings import Faults, sendable, text
from tracker.confinement.server import Line
from tracker.confinement.views import Opened
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored, members

#: So many bytes go in one message.
_PIECE = 1 << 18
_ARCHIVE = "archive"


def files_in(path: Path, files: OpenFiles) -> Iterator[tuple[str, bytes]] | None:
    """The files of an archive: each piece of their bytes with the name of its file.

    None for a file that is no archive. Raises Unreadable, also while pieces are taken.
    """
    answers = readings.answers(
        "tracker.feeds.unpacked:answer",
        sendable(path.name),
        lambda _: files.handle(path).number,
        _faults(path.name),
    )
    if next(answers) != _ARCHIVE:
        readings.end(answers)
        return None
    return _pieces(answers, _faults(path.name))


def _pieces(answers: Iterator[Any], faults: Faults) -> Iterator[tuple[str, bytes]]:
    for name, piece in answers:
        with faults.checked():
            found = text(name), text(piece).encode("latin-1")
        yield found


def _faults(name: str) -> Faults:
    return Faults(
        Unreadable,
        str(refusal("too slow", name)),
        str(refusal("not understood", name)),
        str(refusal("interrupted", name)),
    )


# --- In the confined process ----------------------------------------------------------


def answer(line: Line, name: str) -> Iterator[Any]:
    """The kind of a file, then the pieces of the files in it. Raises Unreadable."""
    opened = Opened(line.open(0), line.signs_of_life)
    file = Stored(name, opened.open)
    yield file.kind
    if file.kind != _ARCHIVE:
        return
    for each in members(name, file.open):
        with each.open() as stream:
            while piece := stream.read(_PIECE):
                yield sendable(each.name), piece.decode("latin-1")
