"""Which files an index of documents names, before anything of it is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import confinement, feeds
from tracker.feeds.file_reading import Context
from tracker.feeds.moved_documents import paired_names, sent_documents
from tracker.feeds.moved_documents.feed import NAME
from tracker.feeds.moved_documents.sent_documents import Files, SentDocument
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.registry import FEEDS
from tracker.wording.counts import counted
from tracker.wording.quotations import clipped

#: So many are named in a sentence; the answer as JSON has all of them.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why. ``named`` are the names in the index that mean
    it.
    """

    name: str
    why: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What an index and its files have of each other.

    ``lines`` has the lines of the index by the name of the file that they give.
    ``taken`` is the place among the ``files`` for each name whose file can be kept.
    ``lost``, ``unclear`` and ``refused`` are names without such a file; ``unnamed`` are
    files that no line names.
    """

    lines: Mapping[str, tuple[int, ...]]
    files: Sequence[SentDocument]
    taken: Mapping[str, int]
    lost: tuple[str, ...]
    unclear: tuple[str, ...]
    refused: tuple[Refused, ...]
    unnamed: tuple[str, ...]

    @property
    def alarms(self) -> list[str]:
        """What a user confirms before anything is loaded, in sentences. They name lines
        and no file, because the name of a file may be that of a young person.
        """
        return list(self._alarms())

    def _alarms(self) -> Iterator[str]:
        if self.lost:
            names = (
                "names a file that is"
                if self._one(self.lost)
                else "name files that are"
            )
            yield f"{self._lines(self.lost)} {names} not there."
        if self.unclear:
            yield (
                f"{self._lines(self.unclear)}: it is not certain which file is meant."
            )
        named = [each for each in self.refused if each.named]
        for each in named[:_MOST_NAMED]:
            yield f"{self._lines(each.named)}: the file is not taken. {each.why}"
        if len(named) > _MOST_NAMED:
            more = counted(len(named) - _MOST_NAMED, "more file")
            yield f"{more} cannot be taken either."
        if alone := [it.name for it in self.refused if not it.named] + [*self.unnamed]:
            yield f"{counted(len(alone), 'file')} {_are(alone)} named by no line."

    def names(self) -> Iterator[tuple[str, str]]:
        """The files that the alarms are about, for a terminal: why, and their names."""
        for why, found in (
            ("Not there", self.lost),
            ("Not certain", self.unclear),
            ("Not taken", [each.name for each in self.refused]),
            ("Named by no line", self.unnamed),
        ):
            if found:
                yield why, _some(found)

    def _one(self, names: Sequence[str]) -> bool:
        return len(self.lines_of(names)) == 1

    def _lines(self, names: Sequence[str]) -> str:
        lines = self.lines_of(names)
        if len(lines) == 1:
            return f"Line {lines[0]}"
        return f"Lines {_some([str(each) for each in lines])}"

    def lines_of(self, names: Sequence[str]) -> list[int]:
        """The lines of the index that give one of these names."""
        return sorted(line for name in names for line in self.lines[name])

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": sum(map(len, self.lines.values())),
            "files": len(self.files),
            "taken": len(set(self.taken.values())),
            "lost": list(self.lost),
            "unclear": list(self.unclear),
            "refused": [{"file": it.name, "why": it.why} for it in self.refused],
            "unnamed": list(self.unnamed),
        }


def check(
    index: OpenFiles, files: Files, *, context: Context, aliases: Mapping[str, str]
) -> Check:
    """Compares an index with the files that were sent with it. Nothing is stored.

    ``aliases`` are the headings that its sender uses. Raises Unreadable.
    """
    lines: dict[str, list[int]] = {}
    reading = feeds.confined.read(FEEDS[NAME], index, context, aliases=aliases)
    for row in reading.rows:
        if name := file_of(row.values):
            lines.setdefault(name, []).append(row.line)
    found = sent_documents.looked_at(files)
    confinement.processes.get_ready()
    pairs = paired_names.paired(lines, [each.paths for each in found])
    taken = {name: at for name, at in pairs.found.items() if not found[at].refused}
    refused = tuple(
        Refused(
            each.name,
            each.refused,
            tuple(name for name, meant in pairs.found.items() if meant == at),
        )
        for at, each in enumerate(found)
        if each.refused
    )
    return Check(
        {name: tuple(numbers) for name, numbers in lines.items()},
        found,
        taken,
        pairs.lost,
        pairs.unclear,
        refused,
        tuple(found[at].name for at in pairs.unnamed if not found[at].refused),
    )


def file_of(cells: Mapping[str, str]) -> str:
    """The name of the file that a line gives, "" without one."""
    return cells.get("file", "").strip()


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(clipped(each) for each in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
