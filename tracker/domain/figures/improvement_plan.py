"""A council's improvement plan: six months, what shall be reached, and who does what.

The department asks councils with many not knowns for one (Feeds O11, and 2026 policy).
The figures of it come from the measures alone: a plan holds its aims and actions.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Self

from tracker.domain.figures.disclosure import half_up
from tracker.domain.figures.measures import NEET, NEET_OR_NOT_KNOWN, NOT_KNOWN
from tracker.domain.reference.academic_year import Period

#: How many months a plan has, after the month end with which it begins.
MONTHS = 6
#: The measures that a plan can have an aim for; each is to fall.
MEASURES = (NOT_KNOWN, NEET, NEET_OR_NOT_KNOWN)
MOST_ACTIONS = 12
LONGEST_WHAT, LONGEST_OWNER = 300, 100


@dataclass(frozen=True, slots=True)
class Aim:
    """The percentage of a measure that shall be reached at the end of the plan."""

    measure: str
    percent: float


@dataclass(frozen=True, slots=True)
class ImprovementAction:
    """What one owner does by a day, and what shows that it was done.

    ``place`` is its row in the form. ``due`` is None where none was given yet, which is
    a problem.
    """

    place: int
    what: str
    owner: str
    due: date | None
    shown_by: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class ImprovementPlan:
    """A plan. ``begins`` is the month whose end is the baseline."""

    begins: Period
    aims: tuple[Aim, ...]
    actions: tuple[ImprovementAction, ...] = ()

    @property
    def months(self) -> tuple[Period, ...]:
        """The months of the plan, without that of the baseline."""
        found = [self.begins.next]
        while len(found) < MONTHS:
            found.append(found[-1].next)
        return tuple(found)

    @property
    def ends(self) -> Period:
        return self.months[-1]

    def as_json(self) -> dict[str, Any]:
        """The plan as it is stored."""
        return {
            "begins": self.begins.iso,
            "aims": [asdict(each) for each in self.aims],
            "actions": [
                {**asdict(each), "due": _iso(each.due), "done_on": _iso(each.done_on)}
                for each in self.actions
            ],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The plan that was stored."""
        return cls(
            Period.parse(stored["begins"]),
            tuple(Aim(**each) for each in stored["aims"]),
            tuple(
                ImprovementAction(
                    **each | {name: _day(each[name]) for name in ("due", "done_on")}
                )
                for each in stored["actions"]
            ),
        )


def percentage(text: str) -> float:
    """A percentage as it is written: 3.5 or 3. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", text):
        raise ValueError(f"{text!r} is no percentage with at most one decimal")
    return float(text)


def expected(baseline: float, aim: float, month: int) -> float:
    """The percentage that is expected after a month of the plan, on a straight line.

    ``baseline`` and ``aim`` are percentages, ``month`` counts from 1 to MONTHS.
    """
    first, last = Fraction(str(baseline)), Fraction(str(aim))
    return half_up(first + (last - first) * month / MONTHS)


def problems(plan: ImprovementPlan, *, on: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a plan on a day: the field of each problem, and a sentence."""
    if plan.begins.end >= on:
        yield "begins", "Choose a month that has ended: its figures are the baseline."
    if not plan.aims:
        yield (
            f"aim_{MEASURES[0].name}",
            "Enter the percentage to reach for at least one measure, such as 3.5.",
        )
    for aim in plan.aims:
        if not 0 <= aim.percent <= 100:
            yield f"aim_{aim.measure}", "Enter a percentage from 0 to 100, such as 3.5."
    for each in plan.actions:
        yield from _of_action(each, on)


def _of_action(each: ImprovementAction, on: date) -> Iterator[tuple[str, str]]:
    place = each.place
    if not each.what:
        yield f"what_{place}", "Enter what will be done."
    elif len(each.what) > LONGEST_WHAT:
        yield f"what_{place}", f"Use {LONGEST_WHAT} characters or fewer."
    if not each.owner:
        yield f"owner_{place}", "Enter who does it: a name or a post."
    elif len(each.owner) > LONGEST_OWNER:
        yield f"owner_{place}", f"Use {LONGEST_OWNER} characters or fewer."
    if each.due is None:
        yield f"due_{place}", "Enter the day by which it is done, such as 31 3 2027."
    if len(each.shown_by) > LONGEST_WHAT:
        yield f"shown_by_{place}", f"Use {LONGEST_WHAT} characters or fewer."
    if each.done_on is not None and each.done_on > on:
        yield f"done_on_{place}", "This day is still to come: leave it empty."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
