"""Many records of the return as columns, for the rules.

Each column is text, None if blank, and the result of each check is an array of flags.
So the same predicate checks the one record on a page, in a few milliseconds, and the
hundred thousand records of a return. A check runs once for each different text of a
column, and values that many rules need (dates, ages) are worked out once. Rules that
compare records with one another use columns as pandas Series.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tracker.domain.reference.academic_year import AcademicYear, academic_age
from tracker.domain.reference.activity import Activity
from tracker.returns import cells
from tracker.returns.cells import Cells, Column
from tracker.returns.code_lists import CodeLists
from tracker.returns.record import (
    ACTIVITIES,
    ACTIVITY_COLUMNS,
    CHARACTERISTICS,
    Header,
    parse_date,
)

if TYPE_CHECKING:
    import pandas as pd

Flags = cells.Flags  # one for each record
Numbers = npt.NDArray[np.float64]  # NaN if there is no date or no age
Places = npt.NDArray[np.int64]  # of records, in a run or in the file


def day_number(day: date | None) -> float:
    """A date as the number CCYYMMDD, which sorts as dates do; NaN for None."""
    if day is None:
        return float("nan")
    return float(day.year * 10_000 + day.month * 100 + day.day)


# Added to a day number, it gives the same day a year later. A birthday on 29 February
# then lies between 28 February and 1 March of other years: by law it is 1 March.
YEAR = 10_000


def _day_number_of(text: str | None) -> float:
    return day_number(parse_date(text))


def _age(period_end: date | None, text: str | None) -> float:
    """Academic age in one period by date of birth."""
    born = parse_date(text)
    if born is None or period_end is None:
        return float("nan")
    return float(academic_age(born, period_end))


class Surroundings:
    """The data that all records of a file share: header, code lists, parsed dates.

    A file has few different dates, so each is read once.
    """

    def __init__(self, header: Header, lists: CodeLists) -> None:
        self.header = header
        self.lists = lists
        self.day_number = cache(_day_number_of)
        self.age = cache(partial(_age, header.period_end))


class Records:
    """A run of records as columns, with the data that all records share."""

    def __init__(
        self,
        columns: Mapping[str, pa.Array],
        size: int,
        around: Surroundings,
        characteristics: tuple[Places, pa.Array] | None = None,
    ) -> None:
        self._columns = {name: Column(cells) for name, cells in columns.items()}
        self._characteristics = characteristics
        self._dates: dict[str, Numbers] = {}
        self._matches: dict[tuple[str, str], Flags] = {}
        self._series: dict[str, pd.Series] = {}
        self.size = size
        self.around = around
        self.header = around.header
        self.lists = around.lists

    def cells(self, column: str) -> pa.Array:
        """The column as Arrow strings, null if blank."""
        return self._columns[column].cells

    def series(self, column: str) -> "pd.Series":
        """The column for rules that compare records, missing if blank.

        It is made from an Arrow array, which takes a third of the time of pandas.
        """
        # Every command imports this module, and few of them check a return.
        import pandas as pd

        if column not in self._series:
            texts = self.cells(column).cast(pa.large_string())
            self._series[column] = pd.Series(pd.array(texts, dtype="str"))
        return self._series[column]

    def found(self, column: str, places: npt.NDArray[np.intp]) -> pa.Array:
        """The values of that column in these records, null if blank.

        A column of the header has no value for a single record.
        """
        if column == CHARACTERISTICS and self._characteristics is not None:
            records, codes = self._characteristics
            starts = np.searchsorted(records, places).tolist()
            ends = np.searchsorted(records, places, side="right").tolist()
            each = (codes[start:end] for start, end in zip(starts, ends, strict=True))
            joined = [" ".join(some.to_pylist()) for some in each]
            return pa.array(joined, type=pa.string())
        if column not in self._columns:
            return pa.nulls(len(places), pa.string())
        return self.cells(column).take(pa.array(places))

    # --- about one column ---

    def blank(self, column: str) -> Flags:
        return ~self.present(column)

    def present(self, column: str) -> Flags:
        return self._columns[column].present

    def equals(self, column: str, text: str) -> Flags:
        return self._columns[column].flags(lambda each: each == text)

    def agree(self, column: str, other: str) -> Flags:
        """Both are present and equal."""
        one, two = self._columns[column], self._columns[other]
        places = {text: place for place, text in enumerate(one.texts)}
        same = np.array([places.get(text, -1) for text in two.texts])[two.codes]
        flags: Flags = one.present & two.present & (one.codes == same)
        return flags

    def among(self, column: str, values: frozenset[str]) -> Flags:
        """The text is one of those values."""
        return self._columns[column].flags(lambda text: text in values)

    def begins_among(self, column: str, length: int, values: frozenset[str]) -> Flags:
        """The text is present, and its first characters are one of those values."""
        return self._columns[column].flags(
            lambda text: text is not None and text[:length] in values
        )

    def outside(self, column: str, values: frozenset[str]) -> Flags:
        """The text is present and none of those values."""
        return self.present(column) & ~self.among(column, values)

    def matches(self, column: str, pattern: str) -> Flags:
        """The text is present, and the regular expression matches all of it."""
        key = (column, pattern)
        if key not in self._matches:
            whole = re.compile(pattern).fullmatch
            self._matches[key] = self._columns[column].flags(
                lambda text: text is not None and whole(text) is not None
            )
        return self._matches[key]

    def holds(self, column: str, pattern: str) -> Flags:
        """The text is present, and the regular expression matches some of it."""
        some = re.compile(pattern).search
        return self._columns[column].flags(
            lambda text: text is not None and some(text) is not None
        )

    def misshapen(self, column: str, pattern: str) -> Flags:
        """The text is present, but the regular expression does not match all of it."""
        return self.present(column) & ~self.matches(column, pattern)

    def wrong_length(self, column: str, length: int) -> Flags:
        """The text is present, but has another number of characters."""
        return self._columns[column].flags(
            lambda text: text is not None and len(text) != length
        )

    def date(self, column: str) -> Numbers:
        """The column as day numbers; a comparison with a missing one is never true."""
        if column not in self._dates:
            self._dates[column] = self._by_text(column, self.around.day_number)
        return self._dates[column]

    def _by_text(self, column: str, number: Callable[[str | None], float]) -> Numbers:
        found = self._columns[column]
        numbers: Numbers = np.array([number(text) for text in found.texts])[found.codes]
        return numbers

    def birthday(self, age: int) -> Numbers:
        """The day of that birthday; 1 March for those born on 29 February."""
        return self.date("DOB") + age * YEAR

    def not_a_date(self, column: str) -> Flags:
        """The text is present, but not a real date in the form CCYY-MM-DD."""
        return self.present(column) & np.isnan(self.date(column))

    # --- about the file ---

    @property
    def period_end(self) -> float:
        return day_number(self.header.period_end)

    @property
    def year_starts(self) -> float:
        """The first day of the academic year of the period."""
        end = self.header.period_end
        return day_number(None if end is None else AcademicYear.of(end).starts)

    @cached_property
    def academic_age(self) -> Numbers:
        return self._by_text("DOB", self.around.age)

    def in_year(self, group: int) -> Flags:
        """The record is in that year group, which is academic age less four."""
        return np.equal(self.academic_age, group + 4)

    # --- about activities and characteristics ---

    def doing(self, which: Callable[[Activity], object]) -> Flags:
        """The activity is a recognised one that fulfils ``which``."""
        return self.among("ActivityCode", self.lists.activity_codes(which))

    def lacking(self, column: str, needs: str) -> Flags:
        """The column is blank, but ``needs`` of the activity requires it."""
        return self.doing(lambda it: getattr(it, needs)) & self.blank(column)

    @cached_property
    def with_activity(self) -> Flags:
        """The record has an activity section, even an empty one."""
        flags = self.present(ACTIVITIES)
        for column in ACTIVITY_COLUMNS:
            flags = flags | self.present(column)
        return flags

    def has_characteristic(self, code: str) -> Flags:
        return self._of_characteristics(lambda each: each == code)

    def characteristic_outside(self, values: frozenset[str]) -> Flags:
        """The record has a characteristic that is none of those values."""
        return self._of_characteristics(lambda each: each not in values)

    def _of_characteristics(self, holds: Callable[[str | None], bool]) -> Flags:
        flags = self.none()
        if self._characteristics is not None:
            places, found = self._characteristics
            flags[places[Column(found).flags(holds)]] = True
        return flags

    def none(self) -> Flags:
        return np.zeros(self.size, dtype=bool)


def runs(
    parts: Iterable[tuple[Sequence[int], Cells]], around: Surroundings, size: int
) -> Iterator[tuple[Places, Records]]:
    """The parts of a file as records, at least ``size`` at a time, with their numbers.

    A part has the numbers of its records, which count from 1 in the file, and cells.
    """
    numbers: list[Places] = []
    waiting: list[Cells] = []

    def joined() -> tuple[Places, Records]:
        whole = Cells.joined(waiting)
        records = Records(whole.columns, whole.size, around, whole.characteristics)
        return np.concatenate(numbers), records

    for counted, part in parts:
        if not part.size:
            continue
        numbers.append(np.asarray(counted, dtype=np.int64))
        waiting.append(part)
        if sum(each.size for each in waiting) >= size:
            yield joined()
            numbers, waiting = [], []
    if waiting:
        yield joined()
