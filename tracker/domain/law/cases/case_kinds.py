"""The kinds of cases: the clock of each, its steps, and who decides it.

``case_kinds.csv`` has a row for each kind. Its note marks a time that no law sets. See
decision 0170.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables

#: The kind that corrects a record, and the outcome that grants nothing.
CORRECTION, REFUSED = "correction", "refused"
#: The kinds that are about people who may be found out in the course of the case.
BREACH, REQUEST = "breach", "third-party-request"


class Unit(StrEnum):
    """How the time of a clock is counted."""

    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"


class Step(StrEnum):
    """A step that has to be taken in cases of some kinds, in the order of the kind."""

    IDENTITY = "identity"
    AUTHORITY = "authority"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    DECIDED = "decided"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    REVIEWED = "reviewed"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case.

    The clock runs for ``length`` of ``unit`` and stops for good at the step
    ``ends_with``. If ``rolls``, a clock that would end on a day off ends on the next
    working day. It may be extended by up to ``further_months``. ``decided_by`` and
    ``approved_by`` are words of ``tracker.access.Permission``; ``approved_by`` is "" if
    the decision needs no second approver. If ``decider_is_another``, a user who
    opened or prepared the case may not decide it.
    """

    name: str
    prefix: str
    title: str
    unit: Unit
    length: int
    rolls: bool
    ends_with: Step
    further_months: int
    pauses: bool
    steps: tuple[Step, ...]
    outcomes: tuple[str, ...]
    decided_by: str
    decider_is_another: bool
    approved_by: str
    law: str


def _kind(row: dict[str, str]) -> tuple[str, Kind]:
    steps = tuple(Step(word) for word in row["steps"].split())
    approved_by = row["approved by"]
    if (Step.APPROVED in steps) != bool(approved_by):
        raise ValueError("a second approver and the step go together")
    ends_with = Step(row["clock ends with"])
    if ends_with not in steps or Step.DECIDED not in steps:
        raise ValueError("the clock ends with a step, and every case is decided")
    return row["name"], Kind(
        name=row["name"],
        prefix=row["prefix"],
        title=row["title"],
        unit=Unit(row["unit"]),
        length=int(row["length"]),
        rolls=tables.YES_OR_NO[row["next working day"]],
        ends_with=ends_with,
        further_months=int(row["further months"]),
        pauses=tables.YES_OR_NO[row["pauses"]],
        steps=steps,
        outcomes=tuple(row["outcomes"].split("; ")),
        decided_by=row["decided by"],
        decider_is_another=tables.YES_OR_NO[row["decider is another"]],
        approved_by=approved_by,
        law=row["law"],
    )


#: Each kind by its name, in the order of the page.
KINDS = dict(tables.read(Path(__file__).with_name("case_kinds.csv"), _kind))
#: Each kind by the letters before its number.
BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}
