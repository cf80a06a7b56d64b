"""Many records of the return side by side: what a rule looks at.

Each column is text, None where blank, and each question about it an array of flags, so
that one predicate judges the single record that a page shows, in a few milliseconds,
and the hundred thousand being sent. What rules ask often (dates, ages, the kind of
activity) is worked out once for all of them. Rules that compare records with one
another take columns as pandas Series.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from tracker.domain.academic_year import AcademicYear, academic_age
from tracker.domain.activity import Activity
from tracker.returns.code_lists import CodeLists
from tracker.returns.record import (
    ACTIVITIES,
    ACTIVITY_COLUMNS,
    CHARACTERISTICS,
    COLUMNS,
    PERSONAL_DETAILS,
    Header,
    parse_date,
)

Flags = npt.NDArray[np.bool_]  # one a record
Numbers = npt.NDArray[np.float64]  # NaN where there is no date or no age


class _DayNumbers(dict[str | None, float]):
    """A date as the number CCYYMMDD, which sorts as dates do; NaN for anything else.

    A file has few different dates, so each is read once.
    """

    def __missing__(self, text: str | None) -> float:
        day = parse_date(text)
        self[text] = number = float("nan") if day is None else day_number(day)
        return number


def day_number(day: date) -> float:
    return float(day.year * 10_000 + day.month * 100 + day.day)


# Added to a day number, the same day a year later. Whoever was born on 29 February then
# has a birthday between 28 February and 1 March of other years: the law's 1 March.
YEAR = 10_000


class _Ages(dict[str | None, float]):
    """Academic age in one period by date of birth."""

    def __init__(self, period_end: date | None) -> None:
        self.period_end = period_end

    def __missing__(self, text: str | None) -> float:
        born = parse_date(text)
        self[text] = age = (
            float("nan")
            if born is None or self.period_end is None
            else float(academic_age(born, self.period_end))
        )
        return age


class Surroundings:
    """What all records of a file share: its header, the code lists, dates once read."""

    def __init__(self, header: Header, lists: CodeLists) -> None:
        self.header = header
        self.lists = lists
        self.day_numbers = _DayNumbers()
        self.ages = _Ages(header.period_end)


class Records:
    """A run of records as columns, with the surroundings they are judged in."""

    def __init__(
        self, columns: Mapping[str, Any], size: int, around: Surroundings
    ) -> None:
        self._columns = columns
        self._present: dict[str, Flags] = {}
        self._dates: dict[str, Numbers] = {}
        self._series: dict[str, pd.Series] = {}
        self.size = size
        self.around = around
        self.header = around.header
        self.lists = around.lists

    def series(self, column: str) -> pd.Series:
        """The column for rules that compare records: little memory, missing if blank.

        By way of an Arrow array: a third of the time that pandas takes alone.
        """
        if column not in self._series:
            texts = pa.array(self._columns[column], type=pa.large_string())
            self._series[column] = pd.Series(pd.array(texts, dtype="str"))
        return self._series[column]

    @cached_property
    def ids(self) -> list[str]:
        """The young person's ID of each, "" where there is none."""
        return self.series("YoungPersonsID").fillna("").tolist()

    def found(self, column: str, positions: npt.NDArray[np.intp]) -> list[str]:
        """What stands in that column of these records; "" for nothing.

        A column of the header has no value of a record's own.
        """
        texts = self._columns.get(column)
        if texts is None:
            return [""] * len(positions)
        if isinstance(texts, pd.Series):
            cells = texts.iloc[positions].tolist()
        else:
            cells = [texts[position] for position in positions.tolist()]
        same: dict[str, str] = {}  # a million findings hold few different values
        return [same.setdefault(text, text) for text in map(_as_found, cells)]

    def _flags(self, flags: Iterable[bool]) -> Flags:
        return np.fromiter(flags, dtype=bool, count=self.size)

    # --- about one column ---

    def blank(self, column: str) -> Flags:
        return ~self.present(column)

    def present(self, column: str) -> Flags:
        if column not in self._present:
            self._present[column] = self._flags(
                text is not None for text in self._columns[column]
            )
        return self._present[column]

    def says(self, column: str, text: str) -> Flags:
        return self._flags(each == text for each in self._columns[column])

    def agree(self, column: str, other: str) -> Flags:
        """Both present, and the same."""
        both = zip(self._columns[column], self._columns[other], strict=True)
        return self._flags(one is not None and one == two for one, two in both)

    def among(self, column: str, values: frozenset[str]) -> Flags:
        """One of those values."""
        return self._flags(text in values for text in self._columns[column])

    def begins_among(self, column: str, length: int, values: frozenset[str]) -> Flags:
        """Present, and so many of its first characters are one of those values."""
        return self._flags(
            text is not None and text[:length] in values
            for text in self._columns[column]
        )

    def outside(self, column: str, values: frozenset[str]) -> Flags:
        """Present, and none of those values."""
        return self.present(column) & ~self.among(column, values)

    def matches(self, column: str, pattern: str) -> Flags:
        """Present, and the whole of it as the regular expression says."""
        whole = re.compile(pattern).fullmatch
        return self._flags(
            text is not None and whole(text) is not None
            for text in self._columns[column]
        )

    def holds(self, column: str, pattern: str) -> Flags:
        """Present, and some of it as the regular expression says."""
        some = re.compile(pattern).search
        return self._flags(
            text is not None and some(text) is not None
            for text in self._columns[column]
        )

    def misshapen(self, column: str, pattern: str) -> Flags:
        """Present, but not as the regular expression says."""
        return self.present(column) & ~self.matches(column, pattern)

    def wrong_length(self, column: str, length: int) -> Flags:
        """Present, but not of that many characters."""
        return self._flags(
            text is not None and len(text) != length for text in self._columns[column]
        )

    def date(self, column: str) -> Numbers:
        """The column as day numbers; comparing with a missing one is never true."""
        if column not in self._dates:
            numbers = self.around.day_numbers
            self._dates[column] = np.array(
                [numbers[text] for text in self._columns[column]], dtype="float64"
            )
        return self._dates[column]

    def birthday(self, age: int) -> Numbers:
        """The day of that birthday; of those born on 29 February, 1 March."""
        return self.date("DOB") + age * YEAR

    def not_a_date(self, column: str) -> Flags:
        """Present, but no day of the calendar in the form CCYY-MM-DD."""
        return self.present(column) & np.isnan(self.date(column))

    # --- about the file ---

    @property
    def period_end(self) -> float:
        end = self.header.period_end
        return float("nan") if end is None else day_number(end)

    @property
    def year_starts(self) -> float:
        """The first day of the academic year of the period."""
        end = self.header.period_end
        return float("nan") if end is None else day_number(AcademicYear.of(end).starts)

    @cached_property
    def academic_age(self) -> Numbers:
        ages = self.around.ages
        return np.array([ages[text] for text in self._columns["DOB"]], dtype="float64")

    def in_year(self, group: int) -> Flags:
        """Of that year group, which is academic age less four."""
        return np.equal(self.academic_age, group + 4)

    # --- about activities and characteristics ---

    def doing(self, which: Callable[[Activity], object]) -> Flags:
        """Whose activity is a recognised one for which ``which`` holds."""
        return self.among("ActivityCode", self.lists.activity_codes(which))

    def lacking(self, column: str, needs: str) -> Flags:
        """Blank, though the activity needs it by that property of ``Activity``."""
        return self.doing(lambda it: getattr(it, needs)) & self.blank(column)

    @cached_property
    def with_activity(self) -> Flags:
        """Which records have an activity section at all, if only an empty one."""
        flags = self.present(ACTIVITIES)
        for column in ACTIVITY_COLUMNS:
            flags = flags | self.present(column)
        return flags

    @cached_property
    def _characteristics(self) -> tuple[np.ndarray, list[str]]:
        """Every characteristic of every record: where its record stands, and its code.

        Most records have none, so they are sought by plain code.
        """
        positions, found = [], []
        for position, codes in enumerate(self._columns[CHARACTERISTICS]):
            for code in codes or ():
                if code:
                    positions.append(position)
                    found.append(code)
        return np.array(positions, dtype=np.intp), found

    def has_characteristic(self, code: str) -> Flags:
        positions, found = self._characteristics
        return self._at(positions, [each == code for each in found])

    def characteristic_outside(self, values: frozenset[str]) -> Flags:
        """Who has a characteristic that is none of those values."""
        positions, found = self._characteristics
        return self._at(positions, [each not in values for each in found])

    def _at(self, positions: np.ndarray, holds: list[bool]) -> Flags:
        flags = np.zeros(self.size, dtype=bool)
        flags[positions[np.array(holds, dtype=bool)]] = True
        return flags

    def nobody(self) -> Flags:
        return np.zeros(self.size, dtype=bool)


#: A longer value is cut: a finding quotes it so that it can be recognised.
LONGEST_FOUND = 60


def _as_found(value: Any) -> str:
    """A cell as a finding shows it; a list of codes with spaces between."""
    if not isinstance(value, (str, list)):
        return ""  # missing, in the columns that whole-file rules keep
    text = " ".join(value) if isinstance(value, list) else value
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 1]}…"


def runs(
    rows: Iterable[Mapping[str, Any]], around: Surroundings, size: int
) -> Iterator[tuple[list[int], Records]]:
    """The rows as records, ``size`` at a time, with their numbers counted from 1.

    A row that says it has no personal details is counted and left out. Cells go into
    their columns one row at a time, as long as the row is at hand: keeping the rows of
    a run and turning them about afterwards makes the whole check a quarter longer.
    """
    numbers: list[int] = []
    columns, appends = _empty_columns()
    for number, row in enumerate(rows, start=1):
        if not row.get(PERSONAL_DETAILS, True):
            continue
        numbers.append(number)
        value = row.get
        for column, append in appends:
            append(value(column) or None)
        if len(numbers) == size:
            yield numbers, Records(columns, size, around)
            numbers = []
            columns, appends = _empty_columns()
    if numbers:
        yield numbers, Records(columns, len(numbers), around)


def _empty_columns() -> tuple[
    dict[str, list[Any]], list[tuple[str, Callable[[Any], None]]]
]:
    columns: dict[str, list[Any]] = {name: [] for name in (*COLUMNS, ACTIVITIES)}
    return columns, [(name, column.append) for name, column in columns.items()]
