"""The handling of personal data: why, how long, how sensitive, and who may see it.

``handling.csv`` is our proposal, which the council's information asset owner confirms.
Data that is handled alike shares a handling. No part of one may be left open: a
handling that is incomplete is refused (Law D-01). See decision 0142.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables


class Category(StrEnum):
    """A category of the privacy notice (Law N-03)."""

    NAME = "name"
    NUMBER = "identification number"
    LOCATION = "location"
    ONLINE = "online identifier"
    PHYSICAL = "physical identity"
    PHYSIOLOGICAL = "physiological identity"
    GENETIC = "genetic identity"
    MENTAL = "mental identity"
    ECONOMIC = "economic identity"
    CULTURAL = "cultural identity"
    SOCIAL = "social identity"
    HISTORY = "education and training history"
    SEVERAL = "several"  # whatever of these a line or a form holds


class Basis(StrEnum):
    """The lawful basis: UK GDPR, article 6(1)."""

    LEGAL_DUTY = "6(1)(c)"
    PUBLIC_TASK = "6(1)(e)"


class Condition(StrEnum):
    """A condition for special categories (UK GDPR, article 9) or offences (article 10).

    ``domain.law.conditions`` has the reasons for each.
    """

    STATUTORY = "statutory purposes"
    EQUALITY = "equality of opportunity"
    SAFEGUARDING = "safeguarding"
    OFFENCES = "offences"


class Sensitivity(StrEnum):
    """The harm that a disclosure may do: the tier of a detail."""

    ORDINARY = "ordinary"
    SPECIAL = "special category"  # ethnicity, health, offences
    PROTECTED = "protected"  # a disclosure may endanger the young person


@dataclass(frozen=True, slots=True)
class Handling:
    """Why and how long data is held, how sensitive it is, who sees and changes it.

    ``law`` is what the basis rests on. Special categories have a condition, other data
    has none. ``retention`` is a category of ``domain.law.retention``. ``seen_by`` and
    ``changed_by`` are words of ``tracker.access.Permission``; a user needs one of them.
    Without a word in ``changed_by`` only files and the program itself change the data.

    Raises ValueError for a handling with a part that is missing or left open.
    """

    name: str
    basis: Basis
    law: str
    conditions: tuple[Condition, ...]
    categories: tuple[Category, ...]
    sensitivity: Sensitivity
    seen_by: tuple[str, ...]
    changed_by: tuple[str, ...]
    retention: str

    def __post_init__(self) -> None:
        for part in (self.name, self.law, self.retention):
            if not part.strip() or "decided" in part:
                raise ValueError(f"“{part}” leaves a part of the handling open")
        if not self.categories:
            raise ValueError(f"{self.name} has no category of the privacy notice")
        if bool(self.conditions) != (self.sensitivity is Sensitivity.SPECIAL):
            raise ValueError(
                f"{self.name} is a special category without a condition, or the reverse"
            )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("; ")))


def _handling(row: dict[str, str]) -> Handling:
    return Handling(
        row["name"],
        Basis(row["article 6"]),
        row["law"],
        tuple(map(Condition, _several(row["conditions"]))),
        tuple(map(Category, _several(row["categories"]))),
        Sensitivity(row["tier"]),
        _several(row["seen by"]),
        _several(row["changed by"]),
        row["retention"],
    )


#: Every handling by its name.
HANDLINGS = {
    each.name: each
    for each in tables.read(Path(__file__).with_name("handling.csv"), _handling)
}
