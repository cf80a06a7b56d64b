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


class Part(StrEnum):
    """Part of a cohort at one step.

    ``LOST`` are those among the missing who had reached the step before it, leaving
    out steps that they do not need. Where the ledger shows neither, because an activity
    is sealed, a young person is in no part.
    """

    REACHED = "reached"
    MISSING = "missing"
    LOST = "lost"

    def has(self, marks: str, name: Name) -> bool:
        """Whether a young person with these marks is in this part of a step."""
        mark = marks[_PLACES[name]]
        if self is not Part.LOST:
            return mark == State(self).mark
        before = marks[: _PLACES[name]].rstrip(State.NOT_NEEDED.mark)
        return mark == State.MISSING.mark and before[-1:] in (
            "",
            State.REACHED.mark,
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
