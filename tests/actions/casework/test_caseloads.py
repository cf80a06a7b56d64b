"""Caseloads: shared out evenly, handed over, covered, and undone."""

from datetime import date

import pytest

from tests.acts import act
from tests.web.adviser.young import (
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW, make
from tracker import actions, domain, store
from tracker.extensions import db
from tracker.refusal import Refusal

DONE = {"act": act("leader@example.org", NOW, TODAY)}
FIRST, LAST = date(2026, 12, 21), date(2027, 1, 4)


@pytest.fixture
def team(inside) -> list[int]:
    """Three users who can have a caseload."""
    return [
        make("adviser", f"Adviser {place}", email=f"a{place}@example.org").id
        for place in range(3)
    ]


def some(count: int) -> list[int]:
    return [young(f"Young{place:02}", "Holtby") for place in range(count)]


def share_out(people, advisers, **more):
    return actions.casework.caseloads.share_out(people, advisers, **DONE, **more)


def sizes(team) -> list[int]:
    found = store.casework.caseloads.sizes(team)
    return [found.get(user, 0) for user in team]


def test_each_adviser_gets_as_many(team) -> None:
    share_out(some(7), team)
    assert sorted(sizes(team)) == [2, 2, 3]


def test_the_smallest_caseload_gets_the_one_left_over(team) -> None:
    people = some(4)
    share_out(people[:2], team[:2])
    share_out(people[2:3], team)
    assert sizes(team) == [1, 1, 1]


def test_a_hand_over_is_undone_for_those_not_moved_since(team) -> None:
    first, second = some(2)
    share_out([first, second], team[:1])
    made = actions.casework.caseloads.hand_over(
        [first, second],
        team[1],
        within=HERE_ONLY,
        note="Leaves.",
        **DONE,
    )
    actions.casework.caseloads.hand_over([second], team[2], within=HERE_ONLY, **DONE)
    assert actions.casework.caseloads.undo(made, **DONE) == 1
    assert store.casework.caseloads.adviser_of(first)[0].id == team[0]
    assert store.casework.caseloads.adviser_of(second)[0].id == team[2]
    with pytest.raises(Refusal, match="already"):
        actions.casework.caseloads.undo(made, **DONE)


def test_undoing_leaves_an_unallocated_person_unallocated(team) -> None:
    (person,) = some(1)
    made = share_out([person], team[:1])
    actions.casework.caseloads.undo(made, **DONE)
    assert store.casework.caseloads.adviser_of(person) is None


def test_a_merged_record_keeps_the_caseload_of_the_allocated_one(team) -> None:
    kept, other = some(2)
    share_out([other], team[:1])
    actions.people.merging.merge(kept, [other], within=HERE_ONLY, **DONE)
    assert store.casework.caseloads.adviser_of(kept)[0].id == team[0]
    rows = store.casework.caseload_rows.of_adviser(
        team[:1], day=TODAY, today=TODAY, within=HERE_ONLY
    )
    assert [row.person for row in rows] == [kept]
    share_out([kept], team[1:2])
    assert store.casework.caseloads.adviser_of(kept)[0].id == team[1]
    assert not store.casework.caseload_rows.of_adviser(
        team[:1], day=TODAY, today=TODAY, within=HERE_ONLY
    )
    actions.people.merging.unmerge(kept, within=HERE_ONLY, **DONE)
    assert store.casework.caseloads.adviser_of(other)[0].id == team[1]


def test_an_impossible_hand_over_is_refused(team) -> None:
    (person,) = some(1)
    elsewhere = young("Brook", "Elsewhere", authority=THERE)
    closed = store.accounts.users.by_email("a2@example.org")
    actions.accounts.users.close(closed, **DONE)
    for people, to, says in (
        ([person], [], "can have a caseload"),
        ([person], [team[2]], "can have a caseload"),
        ([person], [0], "can have a caseload"),
        ([], team[:1], "at least one"),
        ([elsewhere], team[:1], "at least one"),
    ):
        with pytest.raises(Refusal, match=says):
            share_out(people, to)
    assert store.casework.caseloads.adviser_of(person) is None


@pytest.mark.parametrize(
    ("on", "covers"),
    [
        (date(2026, 12, 20), False),
        (FIRST, True),
        (LAST, True),
        (date(2027, 1, 5), False),
    ],
)
def test_a_cover_counts_from_its_first_to_its_last_day(team, on, covers) -> None:
    actions.casework.caseloads.cover(
        team[0], team[1], FIRST, LAST, within=HERE_ONLY, **DONE
    )
    covered = [user.id for user in store.casework.caseloads.covered_by(team[1], on)]
    assert covered == ([team[0]] if covers else [])
    assert store.casework.caseloads.covered_by(team[2], on) == []


def test_a_cover_ends_at_once(team) -> None:
    cover = actions.casework.caseloads.cover(
        team[0], team[1], TODAY, LAST, within=HERE_ONLY, **DONE
    )
    actions.casework.caseloads.end_cover(cover, **DONE)
    assert store.casework.caseloads.covered_by(team[1], TODAY) == []
    assert store.casework.caseloads.covers(TODAY, within=HERE_ONLY) == []


@pytest.mark.parametrize(
    ("colleague", "first", "last", "field"),
    [
        (0, FIRST, LAST, "to"),
        (1, LAST, FIRST, "last"),
        (1, date(2026, 11, 1), date(2026, 11, 20), "last"),
    ],
)
def test_an_impossible_cover_is_refused_with_the_reason(
    team, colleague, first, last, field
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.casework.caseloads.cover(
            team[0],
            team[colleague],
            first,
            last,
            within=HERE_ONLY,
            **DONE,
        )
    assert refused.value.field == field


def test_unallocated_are_only_the_neet_and_not_known(team) -> None:
    learning, looking, lost, taken, elsewhere = some(5)
    record_evidence(
        learning,
        doing(domain.reference.activity.FURTHER_EDUCATION, name="Testham College"),
    )
    for person in (looking, taken):
        record_evidence(person, doing(domain.reference.activity.SEEKING))
    record_evidence(
        lost,
        doing(domain.reference.activity.FURTHER_EDUCATION, ends=date(2026, 10, 20)),
    )
    record_evidence(elsewhere, doing(domain.reference.activity.APPRENTICESHIP))
    share_out([taken], team[:1])
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    found = store.casework.caseload_rows.unallocated(
        day=TODAY, today=TODAY, within=HERE_ONLY
    )
    assert [row.person for row in found] == [looking, lost]
    assert (
        store.casework.caseload_rows.count_unallocated(day=TODAY, within=HERE_ONLY) == 2
    )


def test_a_failure_half_way_changes_no_caseload(team, monkeypatch) -> None:
    (person,) = some(1)
    share_out([person], team[:1])
    monkeypatch.setattr(store.accounts.audit, "write", lambda **line: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        share_out([person], team[1:])
    db.session.expire_all()
    assert store.casework.caseloads.adviser_of(person)[0].id == team[0]
