"""Lines about adults: refused unless the records show that the adult has a plan."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from itertools import chain
from typing import Any

from tracker import store
from tracker.feeds.row_meaning import Interpretation, Problem
from tracker.store.intake.import_batches import Line

NO_PLAN = (
    "This learner is an adult with no education, health and care plan on record. "
    "Leave adults out, or enter EHCP = Y."
)


def refused(
    judged: Iterable[tuple[Line, Interpretation, Collection[int]]],
) -> list[tuple[int, list[dict[str, Any]]]]:
    """The lines about adults without a plan on record, and what is wrong with each.

    ``judged`` gives each line with the people that it is or may be about.
    """
    needing_plan = [
        (line, persons) for line, meaning, persons in judged if meaning.needs_plan
    ]
    could_be = set(chain(*(persons for _, persons in needing_plan)))
    planned = store.people.records.with_plan(could_be)
    return [
        (line.id, [asdict(Problem(line.line, "DOB", NO_PLAN, stops=True))])
        for line, persons in needing_plan
        if planned.isdisjoint(persons)
    ]
