"""Codes of the school census in the words of the return."""

from pathlib import Path

from tracker import domain
from tracker.domain.reference.codes import ETHNICITIES

#: Pupils who are in no year of the national curriculum, or in several.
NO_YEAR = frozenset({"X", "M"})

#: SEN provision: whether there is an EHC plan, and whether there is SEN support. A, P
#: and S are from before 2014 and still turn up in old exports.
SEN = {
    "N": (False, False),
    "K": (False, True),
    "A": (False, True),
    "P": (False, True),
    "E": (True, False),
    "S": (True, False),
}

#: Identified by a parent or by the school.
YOUNG_CARER = frozenset({"P", "S", "Y"})


def _ethnicity(row: dict[str, str]) -> tuple[str, str]:
    return row["census"], ETHNICITIES[row["return"]].value


#: The census has extended codes for local use and one of its own (WIRT); the return's
#: list is shorter. What is in both needs no entry.
_ETHNICITIES = dict(
    domain.reference.tables.read(
        Path(__file__).with_name("ethnicities.csv"), _ethnicity
    )
)


def ethnicity(code: str) -> str | None:
    """The return's code for one of the census, or None if neither list has it."""
    given = code.strip().upper()
    if given in ETHNICITIES:
        return given
    return _ETHNICITIES.get(given)
