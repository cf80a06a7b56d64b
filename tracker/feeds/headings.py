"""Headings: which column of a sender's table is which of ours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tracker.feeds.feed import Column

#: Groups of columns, of each of which one has to be there.
Needs = tuple[tuple[str, ...], ...]


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
        for column in columns:
            for heading in (column.title, column.name, *column.aliases):
                self._names.setdefault(heading_key(heading), column.name)
        for heading, name in (aliases or {}).items():
            if name in self.columns:
                self._names[heading_key(heading)] = name
            elif not name:
                self._names.pop(heading_key(heading), None)

    def positions(self, cells: Sequence[str]) -> dict[int, str]:
        """Where our columns stand in a row of headings; of two equals the first."""
        found: dict[int, str] = {}
        taken: set[str] = set()
        for position, cell in enumerate(cells):
            name = self._names.get(heading_key(cell))
            if name is not None and name not in taken:
                taken.add(name)
                found[position] = name
        return found

    def title(self, name: str) -> str:
        return self.columns[name].title

    def missing(self, names: set[str], needs: Needs) -> Iterator[str]:
        """What is needed and not there; of several that would do, the first."""
        for alternatives in needs:
            if not names.intersection(alternatives):
                yield self.title(alternatives[0])
