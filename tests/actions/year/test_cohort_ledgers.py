"""The ledger is kept in step with the evidence, and its numbers with their lists.

A small invented authority in November: two cohorts of some forty young people each.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.acts import act
from tests.conftest import Small
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import Scope, authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.year import cohort_ledgers
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_steps import STEPS, Name
from tracker.store.figures.ledger_counts import Narrowed, Row
from tracker.store.history.leaving import Stage
from tracker.store.history.ledger.owed_rows import Year

HERE = authority_scope(AUTHORITY)
SCHOOL_ONLY = Scope(HERE.authorities, leavers_of=frozenset(("urn:106500",)))


def refresh(small: Small) -> int:
    return cohort_ledgers.refresh(
        cohort_ledgers.all_of(small.on), within=HERE, on=small.on
    )


def rows(year: Year, **narrowed: Any) -> dict[int, Row]:
    _, found = cohort_ledgers.people(year, within=HERE, limit=10_000, **narrowed)
    return {each.person: each for each in found}


def test_the_ledgers_of_a_day() -> None:
    assert cohort_ledgers.all_of(date(2028, 2, 29)) == [
        Year(2027, date(2028, 2, 29)),
        Year(2026, date(2027, 2, 28)),
        Year(2028, date(2028, 2, 29)),
        Year(2027, date(2027, 2, 28)),
    ]


def test_what_is_made_is_not_made_again(ledger: Year, small: Small) -> None:
    assert rows(ledger)
    assert refresh(small) == 0
    assert cohort_ledgers.missing(cohort_ledgers.all_of(small.on), AUTHORITY) == 0


def test_only_those_whose_evidence_changed_are_made_again(
    ledger: Year, small: Small
) -> None:
    before = {year: rows(year) for year in cohort_ledgers.all_of(small.on)}
    one, *_ = before[ledger]
    with store.database.base.transaction():
        actions.history.positions.rebuild([one], AUTHORITY, on=small.on)
    assert one not in rows(ledger)
    assert cohort_ledgers.missing([ledger], AUTHORITY) == 1
    assert refresh(small) == sum(one in each for each in before.values())
    assert before == {year: rows(year) for year in before}


def test_evidence_moves_a_step_and_its_withdrawal_moves_it_back(
    ledger: Year, small: Small
) -> None:
    before = rows(ledger)
    one = next(person for person, row in before.items() if row.gap == Name.ENROLLED)
    user = act("adviser@example.org", on=small.on)
    heard = UserEvidence(one, (Doing("310", starts=date(2026, 9, 7)),), small.on)
    with store.database.base.transaction():
        entry = actions.history.evidence.record_inside(
            [heard], source="a call", tier=Tier.ADVISER, act=user
        )
    refresh(small)
    enrolled = rows(ledger)[one]
    assert enrolled.marks[5] == "+"
    assert enrolled.steps[Name.ENROLLED] == {
        "on": "2026-09-07",
        "source": Tier.ADVISER.title,
    }
    with store.database.base.transaction():
        actions.history.evidence.withdraw_inside(entry, within=HERE, act=user)
    refresh(small)
    assert rows(ledger) == before


def test_every_number_opens_a_list_of_as_many(ledger: Year) -> None:
    funnel = cohort_ledgers.counts(ledger, within=HERE)
    assert funnel.people == len(rows(ledger)) > 30
    for line in funnel.lines:
        for part in Part:
            listed = rows(ledger, name=line.step.name, part=part)
            assert len(listed) == line.people[part], (line.step.name, part)


@pytest.mark.parametrize(
    "by", ["sex", "need", "ethnicity", "characteristic", "Year 11 school"]
)
def test_groups_have_their_lists_too(ledger: Year, by: str) -> None:
    breakdown = by
    groups = store.figures.ledger_counts.groups(ledger, breakdown, within=HERE)
    assert groups
    for group, marks in groups.items():
        listed = rows(ledger, narrowed=Narrowed(by=breakdown, group=group))
        assert len(listed) == sum(marks.values()), group
    if by != "characteristic":  # of which a young person may have several
        every = sum(sum(marks.values()) for marks in groups.values())
        assert every == len(rows(ledger))


def test_the_autumn_is_that_of_the_dashboard_on_the_same_people(
    ledger: Year, small: Small
) -> None:
    end = date(2026, 10, 31)
    actions.history.positions.refresh([end], within=HERE)
    listed = rows(ledger)
    positions = store.history.positions.of(listed, end)
    assert positions.keys() == listed.keys()
    lost = {
        person
        for person, member in positions.items()
        if member.position.is_neet or member.position.is_not_known
    }
    not_shown = {
        person
        for person, member in positions.items()
        if member.position.activity.sealed
    }
    reached = rows(ledger, name=Name.AUTUMN, part=Part.REACHED)
    assert reached.keys() == listed.keys() - lost - not_shown
    assert lost


def test_last_year_is_of_those_who_left_then(ledger: Year) -> None:
    before = cohort_ledgers.a_year_before(ledger)
    then, now = rows(before), rows(ledger)
    assert then
    both = then.keys() & now.keys()
    assert {then[each].year_group for each in both} == {11}
    assert {now[each].year_group for each in both} == {12}


@pytest.mark.parametrize("within", [authority_scope("342"), SCHOOL_ONLY])
def test_no_one_is_shown_outside_the_scope(ledger: Year, within: Scope) -> None:
    assert cohort_ledgers.people(ledger, within=within) == (0, [])
    assert cohort_ledgers.counts(ledger, within=within).people == 0
    groups = store.figures.ledger_counts.groups(ledger, "sex", within=within)
    assert groups == {}


def test_a_gap_has_one_owner_and_is_a_missing_step(ledger: Year) -> None:
    found = rows(ledger).values()
    gaps = [each for each in found if each.gap is not None]
    assert gaps
    for each in gaps:
        assert each.owner is not None
        assert each.marks[list(STEPS).index(Name(each.gap))] in "!~"
    assert all(each.owner is None for each in found if each.gap is None)


def test_the_dead_are_in_no_ledger(ledger: Year, small: Small) -> None:
    one, *_ = rows(ledger)
    user = act("officer@example.org", on=small.on)
    actions.people.deaths.record(one, small.on, within=HERE, act=user)
    refresh(small)
    assert one not in rows(ledger)
    actions.people.deaths.undo(one, within=HERE, act=user)
    refresh(small)
    assert one in rows(ledger)


def test_old_days_go_at_night(ledger: Year, small: Small) -> None:
    tomorrow = small.on + timedelta(days=1)
    cohort_ledgers.delete_old(AUTHORITY, on=small.on)
    assert rows(ledger)
    cohort_ledgers.delete_old(AUTHORITY, on=tomorrow)
    assert rows(ledger) == {}
    assert cohort_ledgers.missing([ledger], AUTHORITY) is None


def test_a_school_sees_of_year_11_those_whom_it_has_as_leavers(
    ledger: Year, small: Small
) -> None:
    """Two derivations decide it by one rule: who is named, to which school."""
    years = [ledger.left]
    actions.leavers.destinations.keep_leavers(
        years, [Stage.YEAR_11], as_of=small.on, within=HERE
    )
    places = store.history.leaver_rows.institutions(ledger.left, within=HERE)
    seen, leavers = {}, {}
    for key, _ in places:
        found = store.history.ledger.school_rows.of(key, ledger, within=HERE)
        seen[key] = {each.person for each in found if each.year_group == 11}
        leavers[key] = {
            each.person
            for each in store.history.leaver_rows.of(
                key, ledger.left, Stage.YEAR_11, within=HERE
            )
            if each.listed
        }
    assert seen == leavers
    assert sum(map(len, seen.values())) > 10


def test_a_school_is_shown_its_own_pupils_alone(ledger: Year) -> None:
    own = Scope(HERE.authorities, leavers_of=frozenset(("urn:1",)))
    other = next(iter(SCHOOL_ONLY.leavers_of or ()))
    assert store.history.ledger.school_rows.of(other, ledger, within=own) == []
