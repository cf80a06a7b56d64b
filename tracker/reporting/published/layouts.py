"""The layouts of DfE's tables by authority over the years, each by its columns.

A table is recognised by its columns, never by the name of its file. Columns have come
and gone and been renamed: columns that a year lacks are left out, and a figure is read
from the first of its column names that the file has. ``layouts.csv`` has the columns of
each table, with the figure that each is read as; a column without one is known and not
read.

Sources: the scorecards of 2021 to 2025; the data sets of "Participation in education,
training and NEET age 16 to 17 by local authority" and of "September Guarantee" in
Explore Education Statistics, 2019 to 2026; the Local Authority Interactive Tool.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker import domain
from tracker.domain.figures.published_tables import KindOfTable

#: Names of figures by their columns, with headings as ``column_name`` writes them.
Columns = Mapping[str, str]

#: The columns of the year and area of a line of Explore Education Statistics, and the
#: columns that repeat them.
PLACE = (
    *("time_period", "geographic_level", "region_name", "old_la_code", "la_name"),
    *("time_identifier", "country_code", "country_name", "region_code", "new_la_code"),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with one line for each area, or several of which ``only`` chooses one.

    ``needed`` are the columns by which the table is recognised. ``only`` has the values
    of some columns that mark a line as about everybody aged 16 and 17. ``columns`` are
    all that are known, read or not. ``years_on`` is added to the year of a line to give
    the year of the scorecard with its figures.
    """

    table: KindOfTable
    needed: tuple[str, ...]
    counts: Columns
    percents: Columns
    changes: Columns
    quintiles: Columns
    only: Mapping[str, frozenset[str]]
    columns: frozenset[str]
    years_on: int


def column_name(heading: str | None) -> str:
    """A heading as layouts write it: lower case, with underscores for spaces."""
    return "_".join((heading or "").strip().casefold().split())


def _column(row: dict[str, str]) -> dict[str, str]:
    if row["table"] not in domain.figures.published_tables.BY_NAME:
        raise ValueError(f"'{row['table']}' is no table that DfE publishes")
    if row["read as"] not in ("", "count", "percent", "change", "quintile"):
        raise ValueError(f"no figure is read as '{row['read as']}'")
    if row["needed"] not in ("", "yes"):
        raise ValueError(f"'{row['needed']}' is neither 'yes' nor empty")
    if bool(row["read as"]) != bool(row["figure"]):
        raise ValueError("a figure and how it is read belong together")
    return row


_COLUMNS = domain.reference.tables.read(
    Path(__file__).with_name("layouts.csv"), _column
)


def _layout(
    table: KindOfTable,
    only: Mapping[str, frozenset[str]] | None = None,
    years_on: int = 0,
    place: tuple[str, ...] = PLACE,
) -> Layout:
    rows = [row for row in _COLUMNS if row["table"] == table.name]

    def read_as(kind: str) -> Columns:
        return {row["column"]: row["figure"] for row in rows if row["read as"] == kind}

    return Layout(
        table,
        needed=tuple(row["column"] for row in rows if row["needed"]),
        counts=read_as("count"),
        percents=read_as("percent"),
        changes=read_as("change"),
        quintiles=read_as("quintile"),
        only=only or {},
        columns=frozenset((*place, *(row["column"] for row in rows))),
        years_on=years_on,
    )


SCORECARD = _layout(domain.figures.published_tables.SCORECARD)
_BY_CHARACTERISTIC = {
    "age": frozenset(("16-17", "16 to 17", "total")),
    "characteristic_grouping": frozenset(("total", "all")),
    "characteristic": frozenset(("total", "all")),
}
NEET = _layout(domain.figures.published_tables.NEET, _BY_CHARACTERISTIC)
PARTICIPATION = _layout(
    domain.figures.published_tables.PARTICIPATION, _BY_CHARACTERISTIC
)
BY_TYPE = _layout(domain.figures.published_tables.PARTICIPATION_BY_TYPE)
LAIT = _layout(domain.figures.published_tables.LAIT, place=())
#: The September of a line belongs to the scorecard of the year after.
GUARANTEE = _layout(domain.figures.published_tables.GUARANTEE, years_on=1)

#: Renamed columns: a layout is recognised by any of these names.
ALSO = {
    "neet_percent": ("neetprop",),
    "total_in_education_and_training_percent": (
        "proportion_in_education_and_training",
    ),
    "offer_made_percentage": ("offer_made_percent",),
    "count": ("number",),
}

#: The tables with one line for each figure, and those with one for each area, the most
#: specific first: a table of characteristics has the scorecard's columns.
LONG = (BY_TYPE, LAIT)
WIDE = (NEET, PARTICIPATION, SCORECARD, GUARANTEE)
