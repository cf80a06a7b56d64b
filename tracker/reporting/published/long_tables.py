"""DfE's tables with one line for each figure: participation by type, and the LAIT.

"Participation by type" has a line for each kind of participation of each area; since
2026 its columns have other names. The Local Authority Interactive Tool has a line for
each measure, year and area, unrounded; it calls a September Guarantee by the year of
that September, the scorecard by the year of the March after. So the 94.6 for England in
September 2024 is 2024 in the tool and 2025 in the scorecard.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tracker import domain
from tracker.domain.figures.disclosure import half_up
from tracker.domain.figures.published import (
    AUTHORITY,
    ENGLAND,
    NATIONAL,
    REGIONAL,
    PublishedRow,
)
from tracker.domain.figures.published_tables import KindOfTable
from tracker.reporting.published import published_cells
from tracker.reporting.published.layouts import PLACE

#: The cells of a line by the names of their columns.
Line = Mapping[str, str]


def area_of(line: Line) -> published_cells.Area | None:
    """The area of a line of Explore Education Statistics. Raises OddCell."""
    return published_cells.area(
        line.get("geographic_level"),
        region_name=line.get("region_name"),
        code=line.get("old_la_code"),
        ons_code=line.get("new_la_code"),
        name=line.get("la_name"),
    )


def name_of(line: Line) -> str:
    """The name of the area of a line that has no area code."""
    for column in ("la_name", "region_name", "la_and_regions"):
        if name := line.get(column, "").strip():
            return name[:40]
    return "a line without a name"


class _Reading:
    """The figures read so far from a table with one line for each figure."""

    def __init__(self) -> None:
        self.without_code: list[str] = []
        self.passed_over = 0
        self._areas: dict[tuple[int, str], published_cells.Area] = {}
        self._numbers: dict[tuple[int, str], dict[str, float]] = {}
        self._symbols: dict[tuple[int, str], dict[str, str]] = {}
        self._changes: dict[tuple[int, str], dict[str, float]] = {}

    def take(self, line: Line) -> None:
        """Reads one line. Raises OddCell."""
        raise NotImplementedError

    def rows(self) -> Iterator[PublishedRow]:
        """A row for each year and area."""
        for key, area in self._areas.items():
            numbers, symbols = self._numbers[key], self._symbols[key]
            self._complete(numbers, symbols)
            yield PublishedRow(
                year=key[0],
                level=area.level,
                area=area.key,
                name=area.name,
                region=area.region,
                counts={n: v for n, v in numbers.items() if n == "march_cohort"},
                percents={
                    n: v
                    for n, v in numbers.items()
                    if n != "march_cohort" and not n.startswith("count of")
                },
                changes=self._changes[key],
                quintiles={},
                symbols=symbols,
            )

    def _complete(self, numbers: dict[str, float], symbols: dict[str, str]) -> None:
        """Works out the figures for which a table has no line."""

    def _keep(
        self,
        year: int,
        area: published_cells.Area,
        measure: str,
        value: float | str | None,
    ) -> None:
        key = (year, area.key)
        self._areas.setdefault(key, area)
        numbers = self._numbers.setdefault(key, {})
        symbols = self._symbols.setdefault(key, {})
        self._changes.setdefault(key, {})
        if measure in numbers or measure in symbols:
            words = measure.replace("_", " ")
            raise published_cells.OddCell(
                f"a second line for {area.name} in {year} ({words})"
            )
        if isinstance(value, str):
            symbols[measure] = value
        elif value is not None:
            numbers[measure] = value

    def _year(self, line: Line, column: str) -> int:
        try:
            return published_cells.year(line.get(column))
        except published_cells.OddCell as odd:
            raise published_cells.OddCell(f"{column} is {odd}") from odd

    def _number(self, line: Line, *columns: str) -> float | str | None:
        column = next((each for each in columns if each in line), columns[0])
        try:
            return published_cells.number(line.get(column))
        except published_cells.OddCell as odd:
            raise published_cells.OddCell(f"{column} is {odd}") from odd


#: The lines of "Participation by type" that are read; the rest are parts of them.
_TYPES = {
    "cohort": "march_cohort",
    "full-time education": "full_time_education",
    "full-time education and training": "full_time_education",
    "apprenticeship": "apprenticeship",
    "total participating in education and training": "participating",
    "total participating": "participating",
    "total": "participating",
}
_HEADLINE = "headline participation"
_OTHER = "other_education_and_training"


class _ByType(_Reading):
    def take(self, line: Line) -> None:
        area = area_of(line)
        if area is None:
            self.without_code.append(name_of(line))
            return
        grouping = line.get("participation_grouping", "").replace("_", " ")
        kind = " ".join(line.get("participation_type", "").casefold().split())
        measure = _TYPES.get(kind)
        if grouping.strip().casefold() != _HEADLINE or measure is None:
            self.passed_over += 1
            return
        year = self._year(line, "time_period")
        count = self._number(line, "count", "number")
        if measure == "march_cohort":
            self._keep(year, area, measure, count)
            return
        self._keep(year, area, measure, self._number(line, "percent"))
        if isinstance(count, float):
            self._keep(year, area, f"count of {measure}", count)
        change = self._number(line, "annual_change_percent", "annual_change")
        if isinstance(change, float):
            self._changes[year, area.key][measure] = change

    def _complete(self, numbers: dict[str, float], symbols: dict[str, str]) -> None:
        """Other education and training: those participating in neither of the two."""
        parts = [
            numbers.get(f"count of {name}")
            for name in ("participating", "full_time_education", "apprenticeship")
        ]
        cohort = numbers.get("march_cohort")
        total, full_time, apprentices = parts
        if total is None or full_time is None or apprentices is None or not cohort:
            if symbol := symbols.get("participating"):
                symbols[_OTHER] = symbol
            return
        other = Fraction(total) - Fraction(full_time) - Fraction(apprentices)
        numbers[_OTHER] = half_up(max(other, Fraction()) / Fraction(cohort) * 100)


#: The measures of the LAIT that are compared, and the years to add to their year.
_MEASURES = {
    "16-17 neet": ("neet", 0),
    "16-17_not known": ("not_known", 0),
    "16-17_not known_neet": ("neet_or_not_known", 0),
    "16-17ed&training": ("participating", 0),
    "sept_guarantee": ("september_guarantee_offers", 1),
}
#: The number of England in the LAIT.
_ENGLAND = "970"


class _Lait(_Reading):
    def take(self, line: Line) -> None:
        measure, years_on = _MEASURES.get(
            line.get("short_desc", "").strip().casefold(), (None, 0)
        )
        if measure is None:
            self.passed_over += 1
            return
        area = self._area(line)
        if area is None:
            self.without_code.append(name_of(line))
            return
        year = self._year(line, "years") + years_on
        self._keep(year, area, measure, self._number(line, "values"))

    def _area(self, line: Line) -> published_cells.Area | None:
        code = published_cells.authority(line.get("la_number"))
        name = line.get("la_and_regions", "").strip()
        if code is None:
            return None
        if code == _ENGLAND or name.casefold() == ENGLAND.casefold():
            return published_cells.Area(NATIONAL, ENGLAND, ENGLAND, None)
        if (of := published_cells.region(name)) is not None:
            return published_cells.Area(REGIONAL, of, of, of)
        region = line.get("region", "").strip()
        return published_cells.Area(
            AUTHORITY,
            code,
            name or code,
            "London" if region.endswith("London") else published_cells.region(region),
        )


@dataclass(frozen=True, slots=True)
class Long:
    """A table with one line for each figure: its kind, its reader and its columns."""

    table: KindOfTable
    reading: type[_Reading]
    columns: frozenset[str] = field(default_factory=frozenset)


BY_TYPE = Long(
    domain.figures.published_tables.PARTICIPATION_BY_TYPE,
    _ByType,
    frozenset(
        (
            *(*PLACE, "participation_grouping", "participation_type", "age"),
            *("count", "number", "percent", "annual_change", "annual_change_percent"),
        )
    ),
)
LAIT = Long(
    domain.figures.published_tables.LAIT,
    _Lait,
    frozenset(
        (
            *("short_desc", "data_item", "years", "la_and_regions", "values"),
            *("la_number", "region"),
        )
    ),
)


def is_by_type(headings: Sequence[str]) -> bool:
    """Whether these are the columns of "Participation by type", old or new."""
    needed = {
        *("time_period", "geographic_level", "old_la_code"),
        *("participation_grouping", "participation_type", "percent"),
    }
    return needed <= set(headings) and bool({"count", "number"} & set(headings))


def is_lait(headings: Sequence[str]) -> bool:
    """Whether these are the columns of the LAIT's long table."""
    needed = {"short_desc", "years", "la_and_regions", "values", "la_number"}
    return needed <= set(headings)
