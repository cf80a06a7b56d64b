"""The steps of the ledger: their names, owners and due days.

The days by which steps are due are ours, from the team's calendar (Feeds 6); day 42 and
the two terms are DfE's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables


class Name(StrEnum):
    PLAN = "plan"
    APPLIED = "applied"
    OFFER = "offer"
    ACCEPTED = "accepted"
    ALLOCATED = "allocated"
    ENROLLED = "enrolled"
    WEEK_2 = "week 2"
    DAY_42 = "day 42"
    AUTUMN = "autumn"
    MARCH = "march"
    SUSTAINED = "sustained"


class State(StrEnum):
    """``UNCONFIRMED``: there on record, and seen by no source of that time.

    ``NOT_NEEDED``: an earlier step is missing, or this one is not needed.
    ``NOT_SHOWN``: what they do is sealed, so the ledger can say neither.
    """

    REACHED = "reached"
    MISSING = "missing"
    UNCONFIRMED = "not confirmed"
    NOT_DUE = "not due"
    NOT_NEEDED = "not needed"
    NOT_SHOWN = "not shown"

    @property
    def mark(self) -> str:
        """The one character that stands for the state."""
        return _MARKS[self]


_MARKS = {
    State.REACHED: "+",
    State.MISSING: "!",
    State.UNCONFIRMED: "~",
    State.NOT_DUE: ".",
    State.NOT_NEEDED: "-",
    State.NOT_SHOWN: "?",
}
#: The state that a mark stands for.
BY_MARK = {mark: state for state, mark in _MARKS.items()}


def marks(states: Iterable[State]) -> str:
    """The states of all steps as one word of marks, in the order of the steps."""
    return "".join(each.mark for each in states)


class Owner(StrEnum):
    """Who fills a gap."""

    SCHOOL = "school"
    COLLEGE = "college"
    ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Declared:
    """A step of the ledger, and the day by which it is due, in the year of leaving or
    ``years_after`` it. ``lost`` is what those have not done who miss it,
    ``unseen`` what is not confirmed of others, "" where the step needs no confirmation.
    """

    name: Name
    title: str
    lost: str
    unseen: str
    month: int
    day: int
    years_after: int
    owner: Owner

    def due(self, left: int) -> date:
        return date(left + self.years_after, self.month, self.day)


def _declared(row: Mapping[str, str]) -> Declared:
    return Declared(
        Name(row["step"]),
        row["title"],
        row["lost"],
        row["unseen"],
        int(row["month"]),
        int(row["day"]),
        int(row["years_after"]),
        Owner(row["owner"]),
    )


#: The steps in their order.
STEPS = {
    each.name: each
    for each in tables.read(Path(__file__).with_name("ledger_steps.csv"), _declared)
}
