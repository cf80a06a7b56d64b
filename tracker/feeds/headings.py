"""Headings: which column of a sender's table is which of ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tracker.feeds.feed import Column

#: Groups of columns, of each of which one has to be there.
Needs = tuple[tuple[str, ...], ...]

#: What stands in brackets after a heading and says how a cell is written, or that it is
#: the usual one of several. "Surname (parent)" is another column, not a hint.
_HINT = re.compile(
    r"""\s*[(\[]\s*(?:
        [dmy\s/.\-]+                                      # dd/mm/yyyy
        | \d+\s*(?:digits?|characters?|chars|figures|letters)
        | (?:y|yes|m|f)\s*/\s*(?:n|no|f|m)(?:\s*/.*)?       # Y/N, M/F/U
        | required | mandatory | essential | optional
        | if\s(?:known|any|applicable|available)
        | (?:as\s)?text | format\b.* | e\.?g\b.* | for\sexample\b.*
        | legal | current | home | actual
    )\s*[)\]][\s*:]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


@lru_cache(maxsize=5_000)
def heading_key(text: str) -> str:
    """What is left of a heading when case, spaces and punctuation do not matter."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


class Headings:
    """The headings of one feed and of one sender.

    ``aliases`` maps further headings, of one sender, to names of columns; they win. One
    without a name is left out, whatever it is to other senders.
    """

    def __init__(
        self, columns: Sequence[Column], aliases: Mapping[str, str] | None = None
    ) -> None:
        self.columns = {column.name: column for column in columns}
        self._names: dict[str, str] = {}
        self._left_out: set[str] = set()
        for column in columns:
            for heading in (column.title, column.name, *column.aliases):
                self._names.setdefault(heading_key(heading), column.name)
        for heading, name in (aliases or {}).items():
            if name in self.columns:
                self._names[heading_key(heading)] = name
            elif not name:
                self._names.pop(heading_key(heading), None)
                self._left_out.add(heading_key(heading))

    def positions(self, cells: Sequence[str]) -> dict[int, str]:
        """Where our columns stand in a row of headings; of two equals the first.

        A heading that is ours goes before one that is so without its hint.
        """
        found: dict[int, str] = {}
        taken: set[str] = set()
        for named in (self._named, self._hinted):
            for position, cell in enumerate(cells):
                name = named(cell)
                if name is not None and name not in taken:
                    taken.add(name)
                    found[position] = name
        return dict(sorted(found.items()))

    def again(self, cells: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
        """Where a column stands again that was ``found`` already, in another place."""
        return {
            position: name
            for position, cell in enumerate(cells)
            if position not in found
            and (name := self._named(cell) or self._hinted(cell)) in found.values()
            and name is not None
        }

    def _named(self, cell: str) -> str | None:
        return self._names.get(heading_key(cell))

    def _hinted(self, cell: str) -> str | None:
        """What a heading is without the hint in brackets at its end."""
        hint = _HINT.search(cell) if "(" in cell or "[" in cell else None
        if hint is None or heading_key(cell) in self._left_out:
            return None
        return self._named(cell[: hint.start()])

    def title(self, name: str) -> str:
        return self.columns[name].title

    def missing(self, names: set[str], needs: Needs) -> Iterator[str]:
        """What is needed and not there; of several that would do, the first."""
        for alternatives in needs:
            if not names.intersection(alternatives):
                yield self.title(alternatives[0])
