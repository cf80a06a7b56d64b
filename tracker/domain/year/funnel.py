"""The funnel of a leaving year: how many reached each step, and how many it lost.

It is counted from the marks of the ledger (``ledger_steps.marks``). A list behind one
of its numbers has those whose marks are in that part, so both always agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.year.ledger_steps import STEPS, Declared, Name, State

_PLACES = {name: place for place, name in enumerate(STEPS)}


#: Who has one of these at a later step is not lost, or may not be.
_THERE_SINCE = frozenset({State.REACHED.mark, State.NOT_SHOWN.mark})


class Part(StrEnum):
    """Part of a cohort at one step.

    ``LOST`` are those among the missing who came as far as the step before it, leaving
    out steps that they do not need, and reached no later one: each young person is lost
    at one step at most. Those who are not confirmed are not lost. Where the ledger
    shows neither, because an activity is sealed, a young person is in no part.
    """

    REACHED = "reached"
    MISSING = "missing"
    UNCONFIRMED = "not confirmed"
    LOST = "lost"

    def has(self, marks: str, name: Name) -> bool:
        """Whether a young person with these marks is in this part of a step."""
        place = _PLACES[name]
        if self is not Part.LOST:
            return marks[place] == State(self).mark
        before = marks[:place].rstrip(State.NOT_NEEDED.mark)
        return (
            marks[place] == State.MISSING.mark
            and before[-1:] in ("", State.REACHED.mark, State.UNCONFIRMED.mark)
            and _THERE_SINCE.isdisjoint(marks[place:])
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the funnel, with the number of young people in each part.

    While the step is not due, only those who reached it early are counted.
    """

    step: Declared
    people: Mapping[Part, int]
    is_due: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """The number of young ``people`` of a cohort, and a line for each step."""

    people: int
    lines: tuple[Line, ...]

    def line(self, name: Name) -> Line:
        return self.lines[_PLACES[name]]


def funnel(people: Mapping[str, int], left: int, *, on: date) -> Funnel:
    """The funnel of the cohort that leaves in the summer of ``left``, as at a day.

    ``people`` is the number of young people with the same marks.
    """
    return Funnel(
        sum(people.values()),
        tuple(
            Line(
                step,
                {
                    part: sum(n for marks, n in people.items() if part.has(marks, name))
                    for part in Part
                },
                is_due=step.due(left) < on,
            )
            for name, step in STEPS.items()
        ),
    )
