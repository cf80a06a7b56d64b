"""DfE's tables with one line for each figure: participation by type, and the
Local Authority Interactive Tool (LAIT).

"Participation by type" has a line for each kind of participation of each area; since
2026 its columns have other names. The tool has a line for each measure, year and area,
unrounded. It names a September Guarantee by the year of that September; the scorecard
names it by the year of the March after. So the 94.6 for England in September 2024 is
2024 in the tool and 2025 in the scorecard.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

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
from tracker.reporting.published.layouts import BY_TYPE, LAIT
from tracker.reporting.published.published_cells import Line


def _line(row: dict[str, str]) -> tuple[tuple[str, str], tuple[str, int]]:
    return (row["table"], row["line"]), (row["figure"], int(row["years on"]))


#: The figure of each line that is read, by table and DfE's own name in small letters,
#: and how many years later the scorecard dates it. The other lines of "Participation by
#: type" count parts of these.
_LINES = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("long_table_lines.csv"), _line
    )
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

    def rows(self, lines: Iterable[Line]) -> Iterator[PublishedRow]:
        """A row for each year and area."""
        for line in lines:
            self.take(line)
        self.without_code = list(dict.fromkeys(self.without_code))
        for key, area in self._areas.items():
            numbers, symbols = self._numbers[key], self._symbols[key]
            self._complete(numbers, symbols)
            percents = {
                n: v
                for n, v in numbers.items()
                if n != "march_cohort" and not n.startswith("count of")
            }
            published_cells.check(percents)
            yield PublishedRow(
                year=key[0],
                level=area.level,
                area=area.key,
                name=area.name,
                region=area.region,
                counts={n: v for n, v in numbers.items() if n == "march_cohort"},
                percents=percents,
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

    def _number(self, line: Line, *columns: str) -> float | str | None:
        column = next((each for each in columns if each in line), columns[0])
        return published_cells.read(line, column, published_cells.number)


_HEADLINE = "headline participation"
_OTHER = "other_education_and_training"


class _ByType(_Reading):
    def take(self, line: Line) -> None:
        area = published_cells.area(line)
        if area is None:
            self.without_code.append(name_of(line))
            return
        grouping = line.get("participation_grouping", "").replace("_", " ")
        kind = " ".join(line.get("participation_type", "").casefold().split())
        measure, _ = _LINES.get((BY_TYPE.table.name, kind), (None, 0))
        if grouping.strip().casefold() != _HEADLINE or measure is None:
            self.passed_over += 1
            return
        year = published_cells.read(line, "time_period", published_cells.year)
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


#: The number of England in the LAIT.
_ENGLAND = "970"


class _Lait(_Reading):
    def take(self, line: Line) -> None:
        name = line.get("short_desc", "").strip().casefold()
        measure, years_on = _LINES.get((LAIT.table.name, name), (None, 0))
        if measure is None:
            self.passed_over += 1
            return
        area = self._area(line)
        if area is None:
            self.without_code.append(name_of(line))
            return
        year = published_cells.read(line, "years", published_cells.year)
        self._keep(year + years_on, area, measure, self._number(line, "values"))

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


#: The reader of each table with one line for each figure.
READINGS: dict[KindOfTable, type[_Reading]] = {
    BY_TYPE.table: _ByType,
    LAIT.table: _Lait,
}
