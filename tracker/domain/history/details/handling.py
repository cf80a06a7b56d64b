"""The handling of personal data: why, how long, how sensitive, and who may see it.

Each council decides it with its data protection officer, in ``handling.csv``. What is
not decided yet reads ``TO_BE_DECIDED``, so that the data dictionary shows it (Law
D-01). Data that is handled alike shares a handling.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables

TO_BE_DECIDED = "to be decided"


class Category(StrEnum):
    """A category of the privacy notice (Law, privacy notice)."""

    NAME = "name"
    NUMBER = "identification number"
    LOCATION = "location"
    ONLINE = "online identifier"
    PHYSICAL = "physical identity"
    ECONOMIC = "economic identity"
    CULTURAL = "cultural identity"
    SOCIAL = "social identity"
    HISTORY = "education and training history"
    SEVERAL = "several"
    TO_BE_DECIDED = TO_BE_DECIDED


class Sensitivity(StrEnum):
    """The harm that a disclosure may do: the tier of a detail."""

    ORDINARY = "ordinary"
    SPECIAL = "special category"  # ethnicity, health, offences
    PROTECTED = "protected"  # a disclosure may endanger the young person


@dataclass(frozen=True, slots=True)
class Handling:
    """Why and how long data is held, how sensitive it is, who sees and changes it.

    ``seen_by`` and ``changed_by`` are words of ``tracker.access.Permission``; a user
    needs one of them. Without a word in ``changed_by`` only files and the program
    itself change the data.
    """

    name: str
    basis: str
    category: Category
    sensitivity: Sensitivity
    seen_by: tuple[str, ...]
    changed_by: tuple[str, ...]
    retention: str


def _handling(row: dict[str, str]) -> Handling:
    return Handling(
        row["name"],
        row["lawful basis"],
        Category(row["category"]),
        Sensitivity(row["sensitivity"]),
        tuple(filter(None, row["seen by"].split("; "))),
        tuple(filter(None, row["changed by"].split("; "))),
        row["retention"],
    )


#: Every handling by its name.
HANDLINGS = {
    each.name: each
    for each in tables.read(Path(__file__).with_name("handling.csv"), _handling)
}
