"""The funnel of a cohort, from the marks of its ledger.

plan, applied, offer, accepted, allocated, enrolled, week 2, day 42, autumn,
March, two terms
"""

from datetime import date

import pytest

from tracker.domain.year.funnel import Part, funnel
from tracker.domain.year.ledger_steps import Name

NOVEMBER = date(2026, 11, 24)
COHORT = {
    "++++-++++..": 5,
    "+++!-!-----": 3,  # no acceptance, and not enrolled
    "!!!!!!-----": 2,
    "++++-?+++..": 1,  # not shown
    "+!!!-++++..": 4,  # came without applying
}
#: reached, missing, lost at this step
PARTS = [
    (Name.PLAN, (13, 2, 2)),
    (Name.APPLIED, (9, 6, 4)),
    (Name.ACCEPTED, (6, 9, 3)),
    (Name.ENROLLED, (9, 5, 0)),
    (Name.WEEK_2, (10, 0, 0)),
    (Name.MARCH, (0, 0, 0)),
]


@pytest.mark.parametrize(("name", "parts"), PARTS)
def test_the_parts_of_a_cohort_at_a_step(name: Name, parts: tuple[int, ...]) -> None:
    found = funnel(COHORT, 2026, on=NOVEMBER)
    assert found.people == 15
    assert tuple(found.line(name).people[part] for part in Part) == parts


def test_a_step_that_is_not_needed_is_looked_past() -> None:
    """Enrolment follows acceptance, for those who need no other place."""
    assert Part.LOST.has("++++-!-----", Name.ENROLLED)
    assert not Part.LOST.has("+++!-!-----", Name.ENROLLED)
    assert Part.LOST.has("-----!-----", Name.ENROLLED)


def test_a_step_is_due_from_the_day_after() -> None:
    dues = [line.is_due for line in funnel({}, 2026, on=date(2026, 9, 15)).lines]
    assert dues == [True] * 6 + [False] * 5
