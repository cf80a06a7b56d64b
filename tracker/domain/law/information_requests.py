"""Requests for information that the council makes of schools, colleges and providers.

The Education and Skills Act 2008 lets it request details of pupils and students for
Part 1 (section 14) and for support services (section 72). See Law L-06.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from tracker.domain.law.gateways import (
    FIELDS,
    GATEWAYS,
    Direction,
    Field,
    PartyKind,
)
from tracker.domain.reference import tables

#: What an institution may pass on, and so be requested to: the fields by name.
REQUESTED: Mapping[str, Field] = {
    name: each
    for name, each in FIELDS.items()
    if any(
        name in by.fields
        for by in GATEWAYS.values()
        if by.direction is Direction.IN and by.party is PartyKind.INSTITUTION
    )
}
#: The council's own time for an answer: the Act sets none.
DUE_AFTER = timedelta(days=28)


class Answer(StrEnum):
    """What became of a request."""

    GIVEN = "given"
    IN_PART = "given in part"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the Act by which a request is made."""

    number: str
    law: str
    purpose: str


#: Each section by its number.
SECTIONS: Mapping[str, Section] = {
    each.number: each
    for each in tables.read(
        Path(__file__).with_name("request_sections.csv"),
        lambda row: Section(row["section"], row["law"], row["purpose"]),
    )
}


def usual_due(sent_on: date) -> date:
    """The day by which an answer is due where no other is entered."""
    return sent_on + DUE_AFTER
