"""One row for each child, from all tables of a return or all lists of an inspection."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.feeds.care import care_words
from tracker.feeds.care.columns import COLUMNS, RETURNED_IN
from tracker.feeds.cells.dates import day_of
from tracker.feeds.cells.line_problems import MARKS, TWICE
from tracker.feeds.cells.no_numbers import is_reason

_STORED = frozenset(column.name for column in COLUMNS)
#: Before the place of a child whose number the sender leaves out.
UNNUMBERED = "without a number, "
#: The cells of a period of care, of which a child may have several.
_PERIOD = ("care_start", "care_end", "legal_status")
#: The cells of children that the tables of several subjects repeat.
_OF_CHILD = frozenset({"dob", "sex", "upn", "surname", "forename"})


@dataclass
class Child:
    """What the tables have of one child, at the first line that is about them."""

    file: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    periods: list[Mapping[str, str]] = field(default_factory=list)

    def add(self, cells: Mapping[str, str]) -> None:
        """Adds the cells of one line; what an earlier line gives stays."""
        period = {name: cells[name] for name in _PERIOD if name in cells}
        if "care_start" in period:
            self.periods.append(period)
        for name, text in cells.items():
            if name in _PERIOD:
                continue
            if name in MARKS:
                self.values[name] = text
            elif self.values.setdefault(name, text) != text and name in _OF_CHILD:
                self._disagree(name, text)

    def _disagree(self, name: str, text: str) -> None:
        """Marks a cell that two tables give with another meaning."""
        known, given = self.values[name], text
        if name == "dob" and day_of(known) == day_of(given):
            return
        if name == "sex" and care_words.sex(known) == care_words.sex(given):
            return
        twice = self.values.get(TWICE, "").split()
        self.values[TWICE] = " ".join(dict.fromkeys((*twice, name)))

    def row(self, on: date, returned_in: str) -> dict[str, str]:
        """The cells of the child, with the period of care that counts on a day."""
        found = {
            name: text
            for name, text in self.values.items()
            if name in _STORED or name in MARKS
        }
        found[RETURNED_IN] = returned_in
        if found.get("child", "").startswith(UNNUMBERED):
            del found["child"]
        if is_reason(found.get("upn", "")):
            del found["upn"]
        if "sex" in found:
            found["sex"] = care_words.sex(found["sex"])
        periods = [
            dict(each)
            for each in self.periods
            if care_words.legal_code(each.get("legal_status", ""))
            not in care_words.SHORT_BREAKS
        ]
        if periods:
            counts = max(periods, key=lambda each: _standing(each, on))
            found.update(counts)
        return found


def _standing(period: Mapping[str, str], on: date) -> tuple[bool, bool, date, date]:
    """The sort key: a period that goes on, the newest; one that is to come counts last.

    A day that cannot be read is no end, so that the row shows it.
    """
    start, end = day_of(period["care_start"]), day_of(period.get("care_end"))
    goes_on = "care_end" not in period or end is None or end > on
    begun = start is None or start <= on
    return begun, goes_on, end or date.max, start or date.min


def together(found: Iterable[tuple[str, int, Mapping[str, str]]]) -> Iterator[Child]:
    """The children of some lines, as (file, line, cells), in the order of first lines.

    Lines are about one child by the number of children's services. A line without it
    is a child by itself.
    """
    children: dict[tuple[str, ...], Child] = {}
    for file, line, cells in found:
        number = cells.get("child", "").strip().removesuffix(".0").casefold()
        key = (number,) if number else ("", file, str(line))
        child = children.setdefault(key, Child(file, line))
        child.add(cells)
    yield from children.values()
