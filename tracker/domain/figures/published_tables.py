"""DfE's tables of figures by authority, and which of them is used.

The same figure of the same year is in several tables: the scorecard rounds to one
decimal place, the Local Authority Interactive Tool does not, and each comes out at
another time of the year. For each year and measure one table is used, the first of
``TABLES`` with the measure, so that authorities are compared like with like.

See decision 0073.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.figures.published import PublishedRow

#: The fields of a row with figures by measure.
_FIGURES = ("counts", "percents", "changes", "quintiles", "symbols")


@dataclass(frozen=True, slots=True)
class KindOfTable:
    """A table that is published: its name in our database, and its title."""

    name: str
    title: str


SCORECARD = KindOfTable("scorecard", "NEET and participation scorecard")
NEET = KindOfTable("neet", "NEET by characteristic")
PARTICIPATION_BY_TYPE = KindOfTable("participation by type", "Participation by type")
PARTICIPATION = KindOfTable("participation", "Participation by characteristic")
GUARANTEE = KindOfTable("guarantee", "September Guarantee")
LAIT = KindOfTable("lait", "Local Authority Interactive Tool")
#: The few figures supplied with the service; no file is loaded as this.
KEPT = KindOfTable("kept", "the few figures supplied with the service")

#: Of the Office for National Statistics: how many live in each area, by age. They are
#: no measures, and are compared with the record by year group alone.
POPULATION = KindOfTable("population", "Population by age (ONS, mid-year)")

#: Of the same office: the ward of each postcode. It has no figures, is held by each
#: authority for itself, and names the groups of our own figures by area.
WARDS = KindOfTable("wards", "Wards of postcodes (ONS)")

#: The first table with a measure of a year is the one in use.
TABLES = (SCORECARD, NEET, PARTICIPATION_BY_TYPE, PARTICIPATION, GUARANTEE, LAIT, KEPT)
BY_NAME: Mapping[str, KindOfTable] = {each.name: each for each in (*TABLES, POPULATION)}
_PLACE = {each.name: place for place, each in enumerate(TABLES)}


def measures_of(row: PublishedRow) -> set[str]:
    """The measures for which a row has a number or a symbol."""
    return {*row.counts, *row.percents, *row.symbols}


def standing(
    rows: Iterable[tuple[str, PublishedRow]],
) -> dict[tuple[int, str], str]:
    """The table in use for each year and measure, from rows with their tables."""
    found: dict[tuple[int, str], str] = {}
    for table, row in rows:
        for measure in measures_of(row):
            before = found.get((row.year, measure))
            if before is None or _PLACE[table] < _PLACE[before]:
                found[row.year, measure] = table
    return found


def merged(rows: Iterable[tuple[str, PublishedRow]]) -> list[PublishedRow]:
    """One row for each year and area, with figures from the tables in use."""
    held = list(rows)
    stands = standing(held)
    by_area: dict[tuple[int, str], list[tuple[str, PublishedRow]]] = defaultdict(list)
    for table, row in held:
        by_area[row.year, row.area].append((table, row))

    found = []
    for (year, _), some in sorted(by_area.items(), key=lambda each: each[0]):
        some.sort(key=lambda each: _PLACE[each[0]])
        figures: dict[str, Any] = {
            each: {
                measure: value
                for table, row in some
                for measure, value in getattr(row, each).items()
                if stands.get((year, measure), table) == table
            }
            for each in _FIGURES
        }
        region = next((row.region for _, row in some if row.region), None)
        found.append(replace(some[0][1], region=region, **figures))
    return found
