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
from tracker.store.people.records import Person

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
    assert actions.casework.hand_overs.undo(made, **DONE) == 1
    assert store.casework.caseloads.adviser_of(first)[0].id == team[0]
    assert store.casework.caseloads.adviser_of(second)[0].id == team[2]
    with pytest.raises(Refusal, match="already"):
        actions.casework.hand_overs.undo(made, **DONE)


def test_an_undone_hand_over_is_redone_as_it_was(team) -> None:
    people = some(3)
    made = share_out(people, team)
    before = whose(people)
    assert actions.casework.hand_overs.undo(made, **DONE) == 3
    assert (made.undone_by, len(made.undone)) == ("leader@example.org", 3)
    share_out(people[:1], team[2:])
    week_later = act("other@example.org", NOW, date(2026, 12, 1))
    assert actions.casework.hand_overs.redo(made, act=week_later) == 2
    after = whose(people)
    assert after[0][0] == team[2]
    assert after[1:] == before[1:], "since the day they had before the undo"
    assert (made.undone_by, made.undone_at, made.undone) == (None, None, None)
    with pytest.raises(Refusal, match="not been undone"):
        actions.casework.hand_overs.redo(made, **DONE)
    assert actions.casework.hand_overs.undo(made, **DONE) == 2


def whose(people) -> list:
    found = [store.casework.caseloads.adviser_of(person) for person in people]
    return [each and (each[0].id, each[1]) for each in found]


def test_an_undo_puts_no_one_into_the_caseload_of_a_closed_account(team) -> None:
    people = some(2)
    share_out(people, team[:1])
    made = share_out(people, team[1:2])
    leaver = store.accounts.users.by_email("a0@example.org")
    actions.accounts.users.close(leaver, **DONE)
    seen = actions.casework.hand_overs.preview(made)
    assert [each.why for each in seen.left] == ["closed", "closed"]
    with pytest.raises(Refusal, match="None of its young people can be moved"):
        actions.casework.hand_overs.undo(made, **DONE)
    assert {user for user, _ in whose(people)} == {team[1]}


def test_a_preview_names_a_person_with_several_records_once(team) -> None:
    people = some(6)
    made = share_out(people, team[:1])
    share_out(people[3:5], team[1:2])
    now, mine = store.casework.caseloads.held(people), (team[0], TODAY, made.id)
    assert [tuple(now[each]) == mine for each in people] == [True] * 3 + [
        *(False, False, True)
    ]
    # The second record is the first one's, the third and the fifth are the fourth's.
    for record, into in ((1, 0), (2, 3), (4, 3)):
        merged = db.session.get(Person, people[record])
        merged.merged_into, merged.merged_on = people[into], TODAY
    gone = 10_000_000
    made.moved = [*made.moved, [gone, team[0], None, None, None]]
    db.session.commit()
    seen = actions.casework.hand_overs.preview(made)
    expected = [people[0], people[3], people[5]]
    assert [(each.out_of, each.to, each.people) for each in seen.flows] == [
        (team[0], None, expected)
    ]
    assert [(each.person, each.why, each.adviser) for each in seen.left] == [
        (people[3], "moved", team[1])
    ]
    assert store.casework.caseloads.held([gone]) == {}
    roots = store.people.records.roots_of_merged([*people[:3], gone])
    assert roots == {people[1]: people[0], people[2]: people[3]}


def test_a_redo_leaves_out_a_record_that_is_gone(team) -> None:
    people = some(2)
    made = share_out(people, team[:1])
    actions.casework.hand_overs.undo(made, **DONE)
    gone = made.moved[0][0]
    made.moved = [[10_000_000, *made.moved[0][1:]], made.moved[1]]
    made.undone = [[10_000_000, "2026-11-24"], made.undone[1]]
    db.session.commit()
    assert actions.casework.hand_overs.redo(made, **DONE) == 1
    assert store.casework.caseloads.adviser_of(gone) is None


def test_undoing_in_the_wrong_order_leaves_what_was_built(team) -> None:
    people = some(2)
    first = share_out(people, team[:1])
    second = share_out(people, team[1:2])
    with pytest.raises(Refusal, match=f"by hand-over {second.id}"):
        actions.casework.hand_overs.undo(first, **DONE)
    actions.casework.hand_overs.undo(second, **DONE)
    actions.casework.hand_overs.undo(first, **DONE)
    assert whose(people) == [None, None]
    with pytest.raises(Refusal, match="None of its"):
        actions.casework.hand_overs.redo(second, **DONE)
    actions.casework.hand_overs.redo(first, **DONE)
    actions.casework.hand_overs.redo(second, **DONE)
    assert {user for user, _ in whose(people)} == {team[1]}


def test_two_clicks_at_once_undo_once(team, at_once) -> None:
    number = share_out(some(2), team[:1]).id
    db.session.commit()

    def undo() -> int:
        store.database.shown.show(["359"])
        made = store.casework.caseloads.hand_over(number, within=HERE_ONLY)
        return actions.casework.hand_overs.undo(made, **DONE)

    ended = at_once(undo, undo)
    assert 2 in ended
    assert [each for each in ended if isinstance(each, Refusal)]


@pytest.mark.parametrize(
    ("limit", "says"),
    [(0, None), (45, None), (None, None), (-1, "from 0 to 5,000"), (5001, "from 0")],
)
def test_a_limit_is_set_or_refused(team, limit, says) -> None:
    def set_it() -> int:
        return actions.casework.caseloads.set_limits(
            {team[0]: limit, 0: 3}, within=HERE_ONLY, **DONE
        )

    if says is not None:
        with pytest.raises(Refusal, match=says) as refused:
            set_it()
        assert refused.value.field == f"limit-{team[0]}"
        return
    assert set_it() == (limit is not None)
    assert set_it() == 0
    user = store.casework.caseloads.advisers(within=HERE_ONLY)[0]
    assert user.caseload_limit == limit


def test_undoing_leaves_an_unallocated_person_unallocated(team) -> None:
    (person,) = some(1)
    made = share_out([person], team[:1])
    actions.casework.hand_overs.undo(made, **DONE)
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
    actions.casework.covers.cover(
        team[0], team[1], FIRST, LAST, within=HERE_ONLY, **DONE
    )
    covered = [user.id for user in store.casework.caseloads.covered_by(team[1], on)]
    assert covered == ([team[0]] if covers else [])
    assert store.casework.caseloads.covered_by(team[2], on) == []


def test_a_cover_ends_at_once(team) -> None:
    cover = actions.casework.covers.cover(
        team[0], team[1], TODAY, LAST, within=HERE_ONLY, **DONE
    )
    actions.casework.covers.end_cover(cover, **DONE)
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
        actions.casework.covers.cover(
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
