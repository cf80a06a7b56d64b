"""Lines of adults: of whom a plan is held only the records can tell."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from tracker import store
from tracker.feeds.declaration import Interpretation, Problem
from tracker.store.intake.import_batches import Line

NO_PLAN = (
    "This learner is an adult with no education, health and care plan on record. "
    "Leave adults out, or enter EHCP = Y."
)


def refused(
    judged: Iterable[tuple[Line, Interpretation, Collection[int]]],
) -> list[tuple[int, list[dict[str, Any]]]]:
    """Of lines, with the people whom each is or may be about, those of adults of whom
    no plan is held: the line and what is wrong with it.
    """
    asked = [(line, persons) for line, said, persons in judged if said.needs_plan]
    planned = store.people.records.with_plan(
        {each for _, persons in asked for each in persons}
    )
    return [
        (line.id, [asdict(Problem(line.line, "DOB", NO_PLAN, stops=True))])
        for line, persons in asked
        if planned.isdisjoint(persons)
    ]
