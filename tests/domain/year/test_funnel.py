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
    "++++-+~~+..": 6,  # there in autumn, and not seen before
    "++++-++!---": 2,  # left in October
    "++++-++!+..": 1,  # left in October, and there again
}
#: reached, missing, not confirmed, lost at this step
PARTS = [
    (Name.PLAN, (22, 2, 0, 2)),
    (Name.APPLIED, (18, 6, 0, 0)),
    (Name.ACCEPTED, (15, 9, 0, 3)),
    (Name.ENROLLED, (18, 5, 0, 0)),
    (Name.WEEK_2, (13, 0, 6, 0)),
    (Name.DAY_42, (10, 3, 6, 2)),
    (Name.AUTUMN, (17, 0, 0, 0)),
    (Name.MARCH, (0, 0, 0, 0)),
]


@pytest.mark.parametrize(("name", "parts"), PARTS)
def test_the_parts_of_a_cohort_at_a_step(name: Name, parts: tuple[int, ...]) -> None:
    found = funnel(COHORT, 2026, on=NOVEMBER)
    assert found.people == 24
    assert tuple(found.line(name).people[part] for part in Part) == parts


def test_a_step_that_is_not_needed_is_looked_past() -> None:
    """Enrolment follows acceptance, for those who need no other place."""
    assert Part.LOST.has("++++-!-----", Name.ENROLLED)
    assert not Part.LOST.has("+++!-!-----", Name.ENROLLED)
    assert Part.LOST.has("-----!-----", Name.ENROLLED)


def test_each_young_person_is_lost_once_at_most() -> None:
    """Those who are lost and those who came as far as can be seen are the cohort."""
    for marks in COHORT:
        lost = [name for name in Name if Part.LOST.has(marks, name)]
        came_through = marks.rstrip(".-")[-1] != "!"
        assert len(lost) == (not came_through), marks


def test_who_is_not_confirmed_is_lost_only_once_they_are_gone() -> None:
    assert not Part.LOST.has("++++-+~....", Name.WEEK_2)
    assert Part.LOST.has("++++-+~!---", Name.DAY_42)
    assert Part.LOST.has("++++-+~~!..", Name.AUTUMN)


def test_who_may_be_somewhere_that_is_not_shown_is_not_lost() -> None:
    assert not Part.LOST.has("+++!-?.....", Name.ACCEPTED)


def test_a_step_is_due_from_the_day_after() -> None:
    dues = [line.is_due for line in funnel({}, 2026, on=date(2026, 9, 15)).lines]
    assert dues == [True] * 6 + [False] * 5
