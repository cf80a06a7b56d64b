"""Errors in an XML file of any shape: known by the names of elements and attributes.

Young people may stand round their errors, a rule round its young people, or each error
may have its person inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.feeds.headings.matched_headings import Headings
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.xml_records import (
    elements,
    local_name,
    names_with,
    whole_text,
)
from tracker.feeds.return_answers.answer_columns import COLUMNS, WHO, WRONG

if TYPE_CHECKING:
    from lxml.etree import _Element

#: What is wrong by itself; a message may also stand in a header.
_CERTAIN = frozenset(WRONG) - {"message"}
#: What one element may have several of, each an error of its own.
_EACH = ("code", "message", "field", "value", "priority")


class _Columns:
    """Which column of ours a name is; the names of columns, as a container.

    ``also`` are elements of other names that are looked at.
    """

    def __init__(self) -> None:
        self.also: set[str] = set()
        self._headings = Headings(COLUMNS, None)
        self._known: dict[str, str | None] = {}

    def of(self, name: str) -> str | None:
        if name not in self._known:
            found = self._headings.positions([name])
            self._known[name] = next(iter(found.values()), None)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self.also or self.of(str(name)) is not None


@dataclass(slots=True)
class _Group:
    """What is directly inside one element. ``used``: lines inside it had it."""

    element: "_Element"
    line: int
    cells: dict[str, list[str]] = field(default_factory=dict)
    used: bool = False

    def put(self, column: str | None, text: str) -> None:
        if column is not None and text:
            self.cells.setdefault(column, []).append(text)

    def has(self, columns: frozenset[str]) -> bool:
        return not columns.isdisjoint(self.cells)


_WHO, _WRONG = frozenset(WHO), frozenset(WRONG)


def records(file: Stored) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells) of each error, with what stands round it. Raises Unreadable."""
    columns, around = _Columns(), list[_Group]()
    columns.also = names_with(file, columns)
    for name, line, element in elements(file, columns):
        above = list(element.iterancestors())[::-1]
        while around and not any(around[-1].element is each for each in above):
            ended = around.pop()
            yield from _lines(ended, around)
        for each in above[len(around) :]:
            around.append(_with_attributes(each, line, columns))
        if len(element):
            continue  # what is in it has been read
        own = _with_attributes(element, line, columns)
        if own.cells:
            own.put("message", whole_text(element))
            yield from _lines(own, around)
        elif around:
            around[-1].put(columns.of(name), whole_text(element))
    while around:
        ended = around.pop()
        yield from _lines(ended, around)


def _with_attributes(element: "_Element", line: int, columns: _Columns) -> _Group:
    found = _Group(element, line)
    for name, text in element.attrib.items():
        found.put(columns.of(local_name(str(name))), str(text).strip())
    return found


def _lines(ended: _Group, around: list[_Group]) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of an element that has ended, if it is an error or a young person."""
    wrong = ended.has(_CERTAIN) or (
        ended.has(_WRONG) and (ended.has(_WHO) or any(it.has(_WHO) for it in around))
    )
    rule = next((it for it in reversed(around) if it.has(_CERTAIN)), None)
    if ended.used or not (wrong or (ended.has(_WHO) and rule is not None)):
        return
    for each in around:
        each.used |= each.has(_CERTAIN)
    common: dict[str, str] = {}
    for group in (*around, ended):
        common |= {column: texts[-1] for column, texts in group.cells.items()}
    yield from ((ended.line, common | one) for one in _several(ended.cells))


def _several(cells: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """The cells of each error, where an element has several."""
    many = max(len(cells.get(each, ())) for each in ("code", "message"))
    for place in range(max(1, many)):
        yield {
            each: cells[each][min(place, len(cells[each]) - 1)]
            for each in _EACH
            if each in cells
        }
