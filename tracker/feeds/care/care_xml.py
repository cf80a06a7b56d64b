"""SSDA903 as one XML file: each child with a header and the episodes of care."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.feeds.care import care_words
from tracker.feeds.care.care_tables import HOME_COLUMNS
from tracker.feeds.care.children import UNNUMBERED
from tracker.feeds.care.columns import TABLES
from tracker.feeds.cells.line_problems import cut
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import elements, local_name, whole_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHILD, _EPISODE = "CHILD", "EPISODE"
_NAMES = {
    heading_key(heading): column.name
    for table in ("header", "episodes", "asylum", "leavers", "list 9")
    for column in TABLES[table]
    for heading in (column.title, *column.aliases)
}
_HOMES = frozenset(map(heading_key, HOME_COLUMNS))


class Return:
    """The children of a file, and which tables of a return it has the content of."""

    def __init__(self, file: Stored) -> None:
        self._file = file
        self.has_episodes = False
        self.has_homes = False

    def lines(self) -> Iterator[tuple[str, int, dict[str, str]]]:
        """The header of each child, and then each episode, as tables have them.

        Raises Unreadable.
        """
        for place, (_, line, element) in enumerate(elements(self._file, {_CHILD})):
            cells: dict[str, str] = {}
            periods: list[dict[str, str]] = []
            self._collect(element, cells, periods)
            if care_words.yes(cells.pop("asylum", "")):
                cells["asylum"] = "Y"
            number = cells.setdefault("child", f"{UNNUMBERED}{place}")
            cut(cells)
            yield self._file.name, line, cells
            for period in periods:
                self.has_episodes = True
                cut(period)
                yield self._file.name, line, {**period, "child": number}

    def _collect(
        self,
        element: "_Element",
        cells: dict[str, str],
        periods: list[dict[str, str]],
    ) -> None:
        """The fields of an element and of those within it, the first of each."""
        for child in element:
            tag = local_name(child.tag)
            if tag == _EPISODE:
                period: dict[str, str] = {}
                self._collect(child, period, periods)
                periods.append(period)
            elif len(child):
                self._collect(child, cells, periods)
            elif text := whole_text(child):
                key = heading_key(tag)
                self.has_homes = self.has_homes or key in _HOMES
                if (name := _NAMES.get(key)) is not None:
                    cells.setdefault(name, text)
