"""Those with an EHC plan in the ledger are those that the measures count with one."""

import pytest

from tests.actions.year.test_cohort_ledgers import HERE, SCHOOL_ONLY, rows
from tests.conftest import Small
from tracker import store
from tracker.access import authority_scope
from tracker.actions.year import cohort_ledgers
from tracker.domain.figures import flags
from tracker.domain.history.guarantee import fixed_on
from tracker.domain.reference import codes
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import STEPS, Name
from tracker.store.figures.ledger_counts import Narrowed
from tracker.store.history.ledger.owed_rows import Year

PLAN = Narrowed(LedgerCohort.PLAN)


def test_they_are_those_that_the_measures_count_with_a_plan(
    ledger: Year, small: Small
) -> None:
    for year in cohort_ledgers.all_of(small.on):
        day = min(fixed_on(year.left), small.on)
        members = store.figures.members.members(day, within=HERE)
        counted = {
            each.person
            for each in members
            if flags.has_plan(each)
            and each.status == codes.PRIMARY
            and each.year_group > 12
        }
        listed = rows(year, narrowed=PLAN)
        assert listed.keys() == counted
        in_year_13 = {
            each.person
            for each in members
            if flags.in_cohort(each) and flags.is_17(each) and flags.has_plan(each)
        }
        assert in_year_13 <= listed.keys()
    assert rows(ledger, narrowed=PLAN)


def test_they_are_in_no_number_of_years_11_and_12(ledger: Year) -> None:
    both, plan = rows(ledger), rows(ledger, narrowed=PLAN)
    assert not both.keys() & plan.keys()
    assert {each.year_group for each in both.values()} == {11, 12}
    assert cohort_ledgers.counts(ledger, within=HERE).people == len(both)


def test_every_number_of_theirs_opens_a_list_of_as_many(ledger: Year) -> None:
    funnel = cohort_ledgers.counts(ledger, within=HERE, narrowed=PLAN)
    assert funnel.people == len(rows(ledger, narrowed=PLAN))
    for line in funnel.lines:
        for part in Part:
            listed = rows(ledger, name=line.step.name, part=part, narrowed=PLAN)
            assert len(listed) == line.people[part], (line.step.name, part)
    needless = set(STEPS) - set(LedgerCohort.PLAN.steps)
    assert Name.OFFER in needless
    assert not any(funnel.line(each).people[Part.MISSING] for each in needless)


def test_the_gaps_that_are_owed_are_theirs(ledger: Year) -> None:
    owed = store.casework.gaps_owed.gaps(ledger, within=HERE, cohort=LedgerCohort.PLAN)
    people = [person for each in owed for person in each.people]
    plan = rows(ledger, narrowed=PLAN)
    assert sorted(people) == sorted(it for it, row in plan.items() if row.gap)


def test_a_place_that_is_not_named_by_april_is_the_authoritys(small: Small) -> None:
    """The ledger of next summer, on a day on which its first step has been due."""
    april = small.on.replace(year=2027, month=4, day=1)
    year = Year(2027, april)
    cohort_ledgers.refresh([year], within=HERE, on=small.on)
    gaps = [each for each in rows(year, narrowed=PLAN).values() if each.gap]
    assert gaps
    assert {(each.gap, each.owner) for each in gaps} == {("plan", "adviser")}


@pytest.mark.parametrize("within", [authority_scope("342"), SCHOOL_ONLY])
def test_no_one_with_a_plan_is_shown_outside_the_scope(ledger: Year, within) -> None:
    assert cohort_ledgers.people(ledger, within=within, narrowed=PLAN) == (0, [])
    owed = store.casework.gaps_owed.gaps(ledger, within=within)
    assert owed == []
