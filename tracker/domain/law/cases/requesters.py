"""Who makes a request, and the evidence of who they are and of their authority.

A young person with capacity, usually from 12 or 13 on, acts for themself; from 13 on a
parent needs more than to be the parent. Source: Law D-06.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.law.cases.case_kinds import Kind, Step
from tracker.domain.reference import tables


class Requester(StrEnum):
    """Who makes a request; the council itself in a case without a requester."""

    YOUNG_PERSON = "young person"
    PARENT = "parent"
    THIRD_PARTY = "third party"
    COUNCIL = "council"


class Recipient(StrEnum):
    """The recipients of what may be shared for welfare (Law L-16)."""

    EDUCATION = "school or college"
    SOCIAL_CARE = "children's social care"
    POLICE = "police"
    HEALTH = "health provider"
    YOUTH_JUSTICE = "youth justice service"
    COUNCIL = "another council"
    OTHER = "another body"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of evidence, and the ages from ``youngest`` to ``oldest`` it is for."""

    name: str
    of: Step
    title: str
    youngest: int | None
    oldest: int | None

    def is_enough_at(self, age: int | None) -> bool:
        """Whether it is enough about a young person of this age.

        Where the age is not known, only what is enough for the oldest will do.
        """
        if age is None:
            return self.oldest is None
        return (self.youngest or 0) <= age <= (self.oldest or age)


def _evidence(row: dict[str, str]) -> tuple[str, Evidence]:
    return row["name"], Evidence(
        row["name"],
        Step(row["of"]),
        row["title"],
        int(row["youngest"]) if row["youngest"] else None,
        int(row["oldest"]) if row["oldest"] else None,
    )


#: Each kind of evidence by its name.
EVIDENCE = dict(tables.read(Path(__file__).with_name("evidence.csv"), _evidence))


def requesters(kind: Kind) -> tuple[Requester, ...]:
    """Who may make a request of this kind."""
    if Step.AUTHORITY in kind.steps or Step.ACKNOWLEDGED in kind.steps:
        return (Requester.YOUNG_PERSON, Requester.PARENT, Requester.THIRD_PARTY)
    if Step.DESTROYED in kind.steps:
        return (Requester.THIRD_PARTY,)
    return (Requester.COUNCIL, Requester.THIRD_PARTY)
