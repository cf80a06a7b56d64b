"""Files that strangers wrote, read in confined processes.

The functions here do what those of the same names in ``registry`` and ``seen_headings``
do, and what a feed's own ``read`` does, in a process that can reach nothing else and is
ended when it takes too much memory or time. What it sends is checked before it is used.

See decision 0152.
"""

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from tracker.confinement import deadlines, messages, readings
from tracker.confinement.readings import Faults, sendable, text, whole
from tracker.confinement.server import Line
from tracker.confinement.views import Opened
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds import registry, seen_headings
from tracker.feeds.declaration import Feed
from tracker.feeds.feed_columns import Needs
from tracker.feeds.file_reading import (
    Context,
    Interrupted,
    RawRow,
    Reading,
    TooMuch,
    TooSlow,
    Unreadable,
)
from tracker.feeds.reading import sources
from tracker.feeds.reading.open_files import OpenFiles, opened
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.recognition import short_lists
from tracker.feeds.recognition.short_lists import ListLine
from tracker.feeds.seen_headings import Seen

#: So many rows go in one message.
_AT_ONCE = 200


def read(
    feed: Feed,
    paths: Sequence[Path],
    context: Context | None = None,
    *,
    aliases: Mapping[str, str] | None = None,
) -> Reading:
    """The files as the feed reads them; rows stream. Raises Unreadable.

    Of the context, a reading sees the authority, the day, the sender and completeness.
    """
    files = opened(paths)
    answers = _answers(
        "read",
        files,
        feed=feed.name,
        context=None if context is None else _as_json(context),
        aliases=dict(aliases) if aliases else None,
    )
    head = next(answers)
    with _OF_ANSWERS.checked():
        notes = _texts(head["notes"])
        return Reading(
            text(head["layout"]),
            _rows(answers, notes),
            as_at=_day(head["as_at"]),
            institution=_institution(head["institution"]),
            notes=notes,
            headings={text(k): text(v) for k, v in head["headings"].items()},
            day_column=_maybe(head["day_column"]),
            authorities=None
            if head["authorities"] is None
            else tuple(_texts(head["authorities"])),
        )


def recognised(paths: Sequence[Path]) -> str | None:
    """As ``seen_headings.recognised``. Raises Unreadable."""
    return _maybe(_one("recognised", paths))


def recognise(paths: Sequence[Path]) -> str | None:
    """As ``registry.recognise``, of the one path among ``paths``.

    Raises TooMuch and Interrupted: what the file is remains unknown.
    """
    return _looked("recognise", paths)


def reason_not_read(paths: Sequence[Path]) -> str | None:
    """As ``registry.reason_not_read``, of one path. Raises TooMuch and Interrupted."""
    return _looked("reason not read", paths)


def _looked(do: str, paths: Sequence[Path]) -> str | None:
    try:
        return _maybe(_one(do, paths))
    except (TooMuch, Interrupted):
        raise
    except Unreadable:
        return None


def part_of(paths: Sequence[Path]) -> str | None:
    """As ``seen_headings.part_of``, of the one path among ``paths``.

    Raises Unreadable.
    """
    return _maybe(_one("part of", paths))


def seen(
    paths: Sequence[Path], feed: str, aliases: Mapping[str, str] | None = None
) -> list[Seen]:
    """As ``seen_headings.seen``. Raises Unreadable."""
    if not seen_headings.own_headings(feed):
        return []
    found = _one("seen", paths, feed=feed, aliases=dict(aliases) if aliases else None)
    with _OF_ANSWERS.checked():
        return [
            Seen(text(heading), _maybe(means), tuple(_texts(samples)), is_word is True)
            for heading, means, samples, is_word in found
        ]


def pasted(text_: str) -> list[list[str]]:
    """As ``short_lists.pasted``. Raises Unreadable."""
    found = _one("pasted", [], name="The list", text=text_)
    with _OF_ANSWERS.checked():
        return [_texts(cells) for cells in found]


def named(
    given: Path | tuple[str, bytes],
    what: str,
    headings: Mapping[str, Sequence[str]],
    needs: Needs,
    most: int,
) -> list[ListLine]:
    """As ``short_lists.named``, of one file, or of the name and bytes of a sent one.

    Raises Unreadable.
    """
    more: dict[str, Any] = {"what": what, "needs": needs, "most": most}
    more["headings"] = {name: list(each) for name, each in headings.items()}
    if isinstance(given, Path):
        found = _one("named", [given], **more)
    else:
        name, content = sendable(given[0]), given[1].decode("latin-1")
        found = _one("named", [], name=name, content=(name, content), **more)
    with _OF_ANSWERS.checked():
        return [
            (whole(number), {text(k): text(v) for k, v in cells.items()})
            for number, cells in found
        ]


def _one(do: str, paths: Sequence[Path], **more: Any) -> Any:
    """The one answer about some files. Raises Unreadable.

    A reading that was stopped from outside is begun once more.
    """
    files = opened(paths)
    with deadlines.within():
        try:
            return next(_answers(do, files, total=deadlines.left(), **more))
        except Interrupted:
            return next(_answers(do, files, total=deadlines.left(), **more))


def _answers(
    do: str,
    files: OpenFiles,
    *,
    total: float | None = None,
    name: str = "",
    **more: Any,
) -> Iterator[Any]:
    """What the confined process sends. Raises Unreadable for what went wrong in it."""
    place = files.place
    every: list[Path] = []
    listed: list[tuple[str, list[str]]] = []
    for path in files:
        inside: list[Path] | None = None
        if place.is_folder(path):
            inside = place.files_below(path)
            every += inside
        elif place.is_file(path):
            every.append(path)
        listed.append((_sent(path), [_sent(it) for it in inside or ()]))
    held: list[Opened] = []

    def number_of(at: int) -> int:
        if not (isinstance(at, int) and 0 <= at < len(every)):
            raise messages.Ended
        held[:] = [files.handle(every[at])]
        return held[0].number

    request = {
        "do": do,
        "paths": listed,
        "files": [_sent(each) for each in every],
        "folders": [_sent(each) for each in files if place.is_folder(each)],
        **more,
    }
    name = files[0].name if files else name
    limits: dict[str, Any] = {"total": total}
    if total is not None:
        if total <= 0:
            raise TooSlow(str(refusal("no time left", name)))
        limits["cpu_seconds"] = ceil(total)
    yield from readings.answers(
        "tracker.feeds.confined:answer", request, number_of, _faults(name), **limits
    )


def _faults(name: str) -> Faults:
    return Faults(
        Unreadable,
        str(refusal("too slow", name)),
        str(refusal("not understood", name)),
        str(refusal("interrupted", name)),
        ended_as=TooMuch,
        lost_as=Interrupted,
        late_as=TooSlow,
    )


_OF_ANSWERS = _faults("The file")


def _rows(answers: Iterator[Any], notes: list[str]) -> Iterator[RawRow]:
    """The rows that come; with the last of them, the notes are complete."""
    for answer in answers:
        with _OF_ANSWERS.checked():
            if "notes" in answer:
                notes[:] = _texts(answer["notes"])
                continue
            rows = [_row(*each) for each in answer["rows"]]
        yield from rows


def _row(
    line: int, file: str, values: dict[str, str], restricted: bool, more: dict[str, str]
) -> RawRow:
    if not (
        type(line) is int
        and type(restricted) is bool
        and type(file) is str
        and set(map(type, values.values())) <= {str}
        and set(map(type, more.values())) <= {str}
    ):
        raise TypeError
    return RawRow(line, file, values, restricted, more)


def _texts(values: Any) -> list[str]:
    return [text(each) for each in values]


def _maybe(value: Any) -> str | None:
    return None if value is None else str(value)


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _institution(value: Any) -> InstitutionRef | None:
    if value is None:
        return None
    return InstitutionRef(**{text(k): _maybe(v) for k, v in value.items()})


def _as_json(context: Context) -> dict[str, Any]:
    sender = context.institution
    return {
        "authority": context.authority,
        "as_at": context.as_at.isoformat(),
        "institution": None if sender is None else asdict(sender),
        "complete": context.complete,
    }


def _sent(path: Path) -> str:
    """A path as JSON takes it, whatever bytes it has."""
    return os.fsencode(path).decode("latin-1")


# --- In the confined process ----------------------------------------------------------


class _Given:
    """The files that one request names, opened by the process that sent it."""

    def __init__(self, line: Line, request: Mapping[str, Any]) -> None:
        self._line = line
        self._numbers = {_got(each): at for at, each in enumerate(request["files"])}
        self._inside = {
            _got(path): [_got(each) for each in inside]
            for path, inside in request["paths"]
        }
        self._folders = {_got(each) for each in request["folders"]}
        self.seen_to = line.signs_of_life()

    def open(self, path: Path) -> int:
        return self._line.open(self._numbers[path])

    def is_file(self, path: Path) -> bool:
        return path in self._numbers

    def is_folder(self, path: Path) -> bool:
        return path in self._folders

    def files_below(self, folder: Path) -> list[Path]:
        return self._inside.get(folder, [])


def answer(line: Line, request: Mapping[str, Any]) -> Iterator[Any]:
    """The answers to a request, as JSON. Raises Unreadable."""
    OpenFiles.usual = _Given(line, request)
    paths = [_got(each) for each, _ in request["paths"]]
    yield from _DOES[request["do"]](OpenFiles(paths), request)


def _got(path: str) -> Path:
    return Path(os.fsdecode(path.encode("latin-1")))


def _read(paths: Sequence[Path], request: Mapping[str, Any]) -> Iterator[Any]:
    context = None
    if (given := request["context"]) is not None:
        context = Context(
            given["authority"],
            date.fromisoformat(given["as_at"]),
            _institution(given["institution"]),
            given["complete"],
        )
    feed = registry.FEEDS[request["feed"]]
    reading = feed.read(paths, context, aliases=request["aliases"])
    sender = reading.institution
    yield {
        "layout": reading.layout,
        "as_at": reading.as_at and reading.as_at.isoformat(),
        "institution": None if sender is None else asdict(sender),
        "notes": [sendable(note) for note in reading.notes],
        "headings": reading.headings,
        "day_column": reading.day_column,
        "authorities": reading.authorities,
    }
    rows = []
    for row in reading.rows:
        rows.append(
            (row.line, sendable(row.file), row.values, row.restricted, row.unstored)
        )
        if len(rows) == _AT_ONCE:
            yield {"rows": rows}
            rows = []
    if rows:
        yield {"rows": rows}
    yield {"notes": [sendable(note) for note in reading.notes]}


def _seen(paths: Sequence[Path], request: Mapping[str, Any]) -> Iterator[Any]:
    found = seen_headings.seen(paths, request["feed"], request["aliases"])
    yield [(it.heading, it.means, it.samples, it.is_word) for it in found]


def _named(paths: Sequence[Path], request: Mapping[str, Any]) -> Iterator[Any]:
    what = request["what"]
    if "content" in request:
        name, content = request["content"]
        bytes_of_it = content.encode("latin-1")
        files = [Stored(name, lambda: io.BytesIO(bytes_of_it))]
    else:
        files = sources.only(paths, what)
    yield short_lists.named(
        files, what, request["headings"], request["needs"], request["most"]
    )


_DOES: Mapping[str, Callable[[Sequence[Path], Mapping[str, Any]], Iterator[Any]]] = {
    "read": _read,
    "seen": _seen,
    "recognised": lambda paths, _: iter([seen_headings.recognised(paths)]),
    "recognise": lambda paths, _: iter([registry.recognise(paths[0])]),
    "reason not read": lambda paths, _: iter([registry.reason_not_read(paths[0])]),
    "pasted": lambda _, request: iter([short_lists.pasted(request["text"])]),
    "named": _named,
    "part of": lambda paths, _: iter([seen_headings.part_of(paths[0])]),
}
