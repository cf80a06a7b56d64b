"""Which fields of the catalogue a table or an extract shows.

``extract_fields.csv`` has them by breakdown, and whether a row of an extract may have
that breakdown. A name, a number and an address are in none (Law D-10, N-15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.figures.releases import BREAKDOWNS, Content
from tracker.domain.law.gateways import FIELDS
from tracker.domain.reference import tables
from tracker.domain.reference.tables import YES_OR_NO

#: The field that a measure shows of a person.
_MEASURED = "status"


@dataclass(frozen=True, slots=True)
class Shown:
    """The fields that a breakdown shows; ``in_extracts``: also in rows."""

    breakdown: str
    fields: tuple[str, ...]
    in_extracts: bool


#: Every breakdown of a release.
SHOWN: Mapping[str, Shown] = {
    each.breakdown: each
    for each in tables.read(
        Path(__file__).with_name("extract_fields.csv"),
        lambda row: Shown(
            row["breakdown"], tuple(row["fields"].split()), YES_OR_NO[row["extract"]]
        ),
    )
}
#: The breakdowns that an extract may have.
IN_EXTRACTS = tuple(name for name in BREAKDOWNS if SHOWN[name].in_extracts)
#: The measures that a row may show. No other says anything about care or needs.
MEASURED = (
    *("cohort_16_17", "neet", "not_known", "neet_or_not_known", "participating"),
    *("full_time_education", "apprenticeship", "other_education_and_training"),
)


def fields_of(content: Content) -> list[str]:
    """The fields that a release shows, in the order of the catalogue."""
    found = {field for name in content.breakdowns for field in SHOWN[name].fields}
    if not content.everybody_counts:
        found.add(_MEASURED)
    return [name for name in FIELDS if name in found]
