"""The ledger of those with an EHC plan beyond Year 12. All invented.

Marks as in ``test_ledger``. Of eleven steps six apply: plan, enrolled, week 2, day 42,
autumn, March.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.statements import ADVISER, ROLL, evidence_from, in_file
from tests.domain.year.test_ledger import known
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.details_by_day import Details
from tracker.domain.history.evidence import Doing, Evidence, Intention
from tracker.domain.history.sealed_statements import evidence_shown
from tracker.domain.reference import codes
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.domain.year.ledger import Step, gap
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name, Owner, marks
from tracker.domain.year.plan_cohort import goes_on, plan_steps

LAKE = InstitutionRef(name="Lake College")
NAMED = evidence_from(ADVISER, Intention("121", LAKE), "2026-02-03")


def course(
    as_at: str, expected_end: str | None = None, ends: str | None = None
) -> Evidence:
    """A course that began the year before."""
    days = {
        name: date.fromisoformat(text)
        for name, text in (("expected_end", expected_end), ("ends", ends))
        if text is not None
    }
    doing = Doing("230", LAKE, starts=date(2025, 9, 8), **days)
    return in_file(evidence_from(ROLL, doing, as_at))


def ledger(*evidence: Evidence, on: str, needs_place: bool = True) -> tuple[Step, ...]:
    day = date.fromisoformat(on)
    by_then = [item for item in evidence if item.as_at <= day]
    return plan_steps(known(*by_then), 2026, on=day, needs_place=needs_place)


def drawn(*evidence: Evidence, on: str, needs_place: bool = True) -> str:
    found = ledger(*evidence, on=on, needs_place=needs_place)
    return marks(each.state for each in found)


def lasting(as_at: str) -> Evidence:
    return course(as_at, expected_end="2027-07-02")


LASTS = lasting("2026-01-15")
ENDS = course("2026-01-15", expected_end="2026-07-03")
BY_DAY = [
    ([], "2026-03-31", ".----.....-"),
    ([], "2026-04-01", "!----.....-"),
    ([NAMED], "2026-04-01", "+----.....-"),
    ([LASTS], "2026-03-01", "+----.....-"),  # nothing has to be named again
    ([ENDS], "2026-04-01", "!----.....-"),
    # nothing is allocated, offered or accepted, so no such step is ever missing
    ([], "2026-09-15", "!----!-----"),
    ([LASTS], "2026-09-15", "+----!-----"),  # a source has to confirm it
    (
        [LASTS, course("2026-09-22", expected_end="2027-07-02")],
        "2026-09-23",
        "+----++...-",
    ),
    (
        [LASTS, course("2026-11-02", expected_end="2027-07-02")],
        "2026-11-03",
        "+----++++.-",
    ),
    (
        [LASTS, course("2027-04-01", expected_end="2027-07-02")],
        "2027-04-02",
        "+----+++++-",
    ),
]


@pytest.mark.parametrize(("evidence", "on", "marks"), BY_DAY)
def test_the_steps_of_a_young_person_with_a_plan(
    evidence: list[Evidence], on: str, marks: str
) -> None:
    assert drawn(*evidence, on=on) == marks


def test_a_course_that_they_left_before_the_summer_is_no_place() -> None:
    left = course("2026-05-20", expected_end="2027-07-02", ends="2026-05-15")
    assert drawn(LASTS, left, on="2026-06-01")[0] == "!"


@pytest.mark.parametrize(
    ("on", "name"), [("2026-04-01", Name.PLAN), ("2026-09-15", Name.ENROLLED)]
)
def test_the_authority_fills_the_gap_of_a_place_that_is_not_named(
    on: str, name: Name
) -> None:
    found = gap(ledger(on=on), 2026)
    assert found is not None
    assert (found.name, found.owner) == (name, Owner.ADVISER)
    assert LedgerCohort.PLAN.owner(name) is Owner.ADVISER


def test_where_no_place_is_needed_nothing_is_owed() -> None:
    for on in ("2026-04-01", "2026-09-15", "2027-04-02"):
        found = ledger(on=on, needs_place=False)
        assert gap(found, 2026) is None
        assert "!" not in marks(each.state for each in found)
    # What was reached stays.
    assert drawn(NAMED, on="2026-09-15", needs_place=False)[0] == "+"


SEALED_CODES = [each.code for each in ACTIVITIES.values() if each.sealed]


@pytest.mark.parametrize("code", SEALED_CODES)
def test_a_sealed_activity_is_no_gap_and_no_place(code: str) -> None:
    sealed = Doing(code, starts=date(2026, 9, 5), expected_end=date(2027, 7, 2))
    shown = evidence_shown([evidence_from(ADVISER, sealed, "2026-09-12")])
    assert drawn(NAMED, *shown, on="2026-09-15") == "+----?....-"
    assert gap(ledger(NAMED, *shown, on="2027-08-31"), 2026) is None


#: Born, with a plan, left the authority, the day: whether a place is needed in 2026/27.
NEEDS = [
    ("2008-03-01", True, None, "2026-04-01", True),  # in Year 13
    ("2008-03-01", False, None, "2026-04-01", False),  # the plan has ceased
    ("2001-09-01", True, None, "2026-04-01", True),  # 25 on the first day of the year
    ("2001-08-31", True, None, "2026-04-01", False),  # 25 before September
    ("2001-08-31", True, None, "2026-11-24", False),
    ("2008-03-01", True, "2026-03-01", "2026-04-01", False),
    ("2008-03-01", True, "2026-07-01", "2026-04-01", True),  # not yet
]


@pytest.mark.parametrize(("born", "plan", "left", "on", "needs"), NEEDS)
def test_who_needs_a_place_in_the_coming_year(born, plan, left, on, needs) -> None:
    departure = (
        Departure(codes.TRANSFERRED, "350", date.fromisoformat(left)) if left else None
    )
    now = replace(Details([course("2026-01-15")]).on(), send=plan, departure=departure)
    day = date.fromisoformat(on)
    assert goes_on(now, date.fromisoformat(born), 2026, on=day) is needs


def test_no_year_group_is_in_two_cohorts() -> None:
    eleven, twelve, plan = (
        range(first, last + 1)
        for first, last in (
            each.year_groups for each in LedgerCohort if each is not LedgerCohort.BOTH
        )
    )
    assert not {*eleven, *twelve} & set(plan)
    assert LedgerCohort.BOTH.year_groups == (eleven[0], twelve[-1])
