"""DfE's published figures by authority, read from its tables or from the few built in.

A table has a line for England, each region and each authority, or a line for each of
their figures; its columns show which (``published.layouts``). A figure may be a symbol
instead (``published.published_cells``); an empty cell was not published.

``kept`` reads the built-in rows of England, the North West and Wigan, so that a
demonstration can be compared without the whole table. They are facts of the yearly
"NEET and participation: local authority figures" of the Department for Education,
2021 to 2025, and of its Local Authority Interactive Tool for the September Guarantee of
2016 to 2019, 2022 and 2025; Open Government Licence. Of 2023 only the headline figures
are held. DfE's figures by need and vulnerable group of England for 2021 are a copy of
those for 2022, so they are left out.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.domain.figures.published import AUTHORITY, PublishedRow
from tracker.domain.figures.published_tables import POPULATION, KindOfTable
from tracker.domain.intake.population import AGES
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.neighbours import OFFICIAL_YEAR
from tracker.refusal import Refusal
from tracker.reporting.published import (
    layouts,
    long_tables,
    population,
    published_cells,
    wards,
)
from tracker.reporting.published.layouts import ALSO, Layout, column_name
from tracker.reporting.published.published_cells import Line
from tracker.reporting.published.wards import ReadWards

#: The columns of a list of statistical neighbours.
_NEIGHBOURS = frozenset(("neighbour", "rank"))


class NotATable(Refusal, ValueError):
    """The file is not DfE's table; the text is a sentence with the reason."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The rows read from a file, and the parts of it that were not read.

    ``without_code`` names the lines that have no area code; ``passed_over`` counts the
    lines about only some of the young people, or about a measure that is not compared
    here. ``unknown_columns`` are columns that no layout has.
    """

    kind: KindOfTable
    rows: tuple[PublishedRow, ...]
    without_code: tuple[str, ...] = ()
    passed_over: int = 0
    unknown_columns: tuple[str, ...] = ()

    @property
    def years(self) -> list[int]:
        return sorted({row.year for row in self.rows})

    @property
    def missing_years(self) -> list[int]:
        """The years between the first and the last for which it has no figure."""
        held = self.years
        return [year for year in range(held[0], held[-1]) if year not in held]

    @property
    def unknown_areas(self) -> list[str]:
        """The authorities whose codes are in no list of authorities held here."""
        return sorted(
            {
                f"{row.name} ({row.area})"
                for row in self.rows
                if row.level == AUTHORITY and row.area not in AUTHORITIES
            }
        )


def read(name: str, content: bytes) -> ReadTable | ReadWards:
    """Reads a table of DfE's, or the wards of postcodes.

    Raises NotATable with a sentence for any other file.

    A file that does not come with the service is read by ``confined.read``.
    """
    text = _text(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        headings = [column_name(heading) for heading in next(reader, [])]
        lines = _lines(reader, headings)
        _refuse_twice(name, headings)
        if wards.is_one(headings):
            return wards.read(headings, lines)
        table = _table(name, headings, lines)
    except csv.Error as error:
        raise NotATable(
            f"{name} cannot be read as CSV: line {reader.line_num} is broken."
        ) from error
    except published_cells.OddCell as odd:
        raise NotATable(f"{name}, line {reader.line_num}: {odd}.") from odd
    if table.rows:
        return table
    if reader.line_num <= 1:
        raise NotATable(f"{name} has headings but no rows.")
    raise NotATable(
        f"{name} has no line that is about everybody aged 16 and 17 in an area "
        "with a code."
    )


def _table(name: str, headings: Sequence[str], lines: Iterator[Line]) -> ReadTable:
    if set(headings) >= _NEIGHBOURS:
        raise NotATable(
            f"{name} is a list of statistical neighbours and has no figures in it:"
            f" the official ones of {OFFICIAL_YEAR} come with the service and are "
            "compared with already, and an administrator chooses others in Settings."
        )
    if population.is_one(headings):
        return _population(name, headings, lines)
    layout = _layout(name, headings)
    of_lines = long_tables.READINGS.get(layout.table)
    reading = of_lines() if of_lines else _Wide(layout)
    rows: dict[tuple[int, str], PublishedRow] = {}
    for row in reading.rows(lines):
        if (row.year, row.area) in rows:
            raise NotATable(f"{name} has two rows for {row.name} in {row.year}.")
        rows[row.year, row.area] = row
    return ReadTable(
        layout.table,
        tuple(rows.values()),
        tuple(reading.without_code),
        reading.passed_over,
        tuple(name for name in headings if name and name not in layout.columns),
    )


def _refuse_twice(name: str, headings: Iterable[str]) -> None:
    times = Counter(filter(None, headings))
    twice = sorted(name for name, count in times.items() if count > 1)
    if twice:
        raise NotATable(f"{name} has two columns called {twice[0]}.")


def _population(name: str, headings: Sequence[str], lines: Iterator[Line]) -> ReadTable:
    reading = population.Population(headings)
    rows = tuple(reading.rows(lines))
    if reading.passed_over and not rows:
        raise NotATable(
            f"{name} has the population of no authority in England by single years of "
            f"age up to {AGES[-1]}."
        )
    known = reading.known(headings)
    return ReadTable(
        POPULATION,
        rows,
        tuple(reading.without_code),
        reading.passed_over,
        tuple(name for name in headings if name and name not in known),
    )


class _Wide:
    """The rows of a table with one line for each area."""

    def __init__(self, layout: Layout) -> None:
        self.without_code: list[str] = []
        self.passed_over = 0
        self._layout = layout

    def rows(self, lines: Iterable[Line]) -> Iterator[PublishedRow]:
        for line in lines:
            if any(
                line.get(column, "").strip().casefold() not in words
                for column, words in self._layout.only.items()
            ):
                self.passed_over += 1
            elif (area := published_cells.area(line)) is None:
                self.without_code.append(long_tables.name_of(line))
            else:
                yield _row(line, area, self._layout)


def _layout(name: str, headings: Sequence[str]) -> Layout:
    """The layout that the columns match. Raises NotATable naming those missing."""

    def missing(layout: Layout) -> list[str]:
        return [
            name
            for name in layout.needed
            if not {name, *ALSO.get(name, ())} & set(headings)
        ]

    every = (*layouts.LONG, *layouts.WIDE)
    found = next((each for each in every if not missing(each)), None)
    if found is not None:
        return found
    # The message names the columns missing from the most similar table.
    likely = sorted(layouts.WIDE, key=lambda each: each is not layouts.SCORECARD)
    nearest = min(likely, key=lambda each: len(missing(each)))
    raise NotATable(
        f"{name} is not DfE's table by authority: "
        f"it has no column {', '.join(missing(nearest))}."
    )


def _lines(reader: Iterable[list[str]], headings: Sequence[str]) -> Iterator[Line]:
    """Each line by its headings, without empty lines."""
    for line in reader:
        if any(cell.strip() for cell in line):
            yield dict(zip(headings, line, strict=False))


def _text(name: str, content: bytes) -> str:
    """The text of a file in the encoding of DfE, or of Excel that saved it again."""
    if content.startswith((b"PK", b"%PDF", b"\xd0\xcf")):
        raise NotATable(
            f"{name} is not a CSV file; unpack it, or save the table as CSV first."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise NotATable(f"{name} is not a CSV file in any encoding.") from error
    if b"\0" in content:
        raise NotATable(
            f"{name} is not a CSV file: it contains bytes that are not text."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The character that separates the cells of the first line."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


@cache
def kept() -> tuple[PublishedRow, ...]:
    """The built-in rows of England, the North West and Wigan."""
    path = Path(__file__).with_name("published_figures.csv")
    found = read(path.name, path.read_bytes())
    if not isinstance(found, ReadTable):
        raise TypeError(path.name)
    return found.rows


def find(rows: Iterable[PublishedRow], year: int, area: str) -> PublishedRow | None:
    """The row of that year and area; None if there is none."""
    return next((row for row in rows if (row.year, row.area) == (year, area)), None)


def _row(line: Line, area: published_cells.Area, layout: Layout) -> PublishedRow:
    """The row of a line of a wide table. Raises OddCell."""
    year = published_cells.read(line, "time_period", published_cells.year)
    counts, count_symbols = _numbers(line, layout.counts)
    percents, symbols = _numbers(line, layout.percents)
    published_cells.check(percents)
    return PublishedRow(
        year=year + layout.years_on,
        level=area.level,
        area=area.key,
        name=area.name,
        region=area.region,
        counts=counts,
        percents=percents,
        changes=_numbers(line, layout.changes)[0],
        quintiles={
            name: int(n) for name, n in _numbers(line, layout.quintiles)[0].items()
        },
        symbols={**count_symbols, **symbols},
    )


def _numbers(
    line: Line, columns: layouts.Columns
) -> tuple[dict[str, float], dict[str, str]]:
    """The numbers of some columns, and the symbols of those without a number."""
    numbers: dict[str, float] = {}
    symbols: dict[str, str] = {}
    for column, name in columns.items():
        if name in numbers or name in symbols:
            continue
        found = published_cells.read(line, column, published_cells.number)
        if isinstance(found, str):
            symbols[name] = found
        elif found is not None:
            numbers[name] = found
    return numbers, symbols
