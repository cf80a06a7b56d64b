"""A group session: the person on each line, one contact each, withdrawn as a whole."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.linkage.people import upn
from tests.web.adviser.young import BORN, HERE_ONLY, THERE, TODAY, young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.refusal import Refusal

DONE = {"within": HERE_ONLY, "act": act("me", NOW, TODAY)}
SOON = NOW + timedelta(seconds=59)


@pytest.fixture
def three(inside) -> list[int]:
    return [
        young("Amina", "Holtby", upn=upn(1)),
        young("Bryn", "Clegg"),
        young("Bryn", "Clegg", born=date(2009, 10, 1)),
    ]


def record(people, held_on=TODAY, place="Testham Hall", by="me", at=NOW):
    return actions.casework.group_sessions.record(
        people,
        held_on=held_on,
        place=place,
        topic="Apprenticeships",
        within=HERE_ONLY,
        act=act(by, at, TODAY),
    )


def test_each_line_gives_a_person_or_the_reason_why_not(three) -> None:
    first, _, third = three
    young("Carys", "Elsewhere", authority=THERE)
    pasted = (
        *("Amina Holtby", "", upn(1), "bryn clegg", "Clegg, Bryn 1/10/2009"),
        *("Noor Elsewhere", "Carys Elsewhere", "99/99/2009"),
    )
    lines = actions.casework.group_sessions.read("\n".join(pasted), within=HERE_ONLY)
    assert [line.person.id if line.person else None for line in lines] == [
        *(first, first, None, third, None, None, None),
    ]
    assert [line.problem for line in lines if not line.person] == [
        "More than one person matches: add a date of birth or a UPN or ULN.",
        "No young person matches this.",
        "No young person matches this.",
        "99/99/2009 is not a real date.",
    ]


def test_a_name_of_several_offers_them_with_the_own_caseload_first(three) -> None:
    _, second, third = three
    (line,) = actions.casework.group_sessions.read(
        "bryn clegg", within=HERE_ONLY, mine=[third]
    )
    assert [each.id for each in line.candidates] == [third, second]


def test_a_name_of_many_offers_those_of_the_caseload_alone(inside) -> None:
    many = [
        young("Bryn", "Clegg", born=date(2009, 1, day), upn=upn(day))
        for day in range(1, 13)
    ]
    (line,) = actions.casework.group_sessions.read("Clegg", within=HERE_ONLY)
    assert line.candidates == []
    assert line.problem.startswith("More than 10 people match: add more of the name")
    (line,) = actions.casework.group_sessions.read(
        "Clegg", within=HERE_ONLY, mine=[many[-1], 0]
    )
    assert [each.id for each in line.candidates] == [many[-1]]
    assert line.problem.endswith("Only those of your caseload are offered.")


def test_a_name_as_it_was_heard_offers_who_may_be_meant(three) -> None:
    first, *_ = three
    lines = actions.casework.group_sessions.read(
        "Ameena Holtby\nAmina Holtbey\nNoor Holtby\n99999", within=HERE_ONLY
    )
    assert [[each.id for each in line.candidates] for line in lines] == [
        [first],
        [first],
        [],
        [],
    ]
    assert [line.person for line in lines] == [None] * 4
    assert lines[0].problem.startswith("No young person is called this.")


def test_a_session_makes_no_step_for_who_is_not_followed(inside) -> None:
    tracked, child, planned = (
        young("Amina", "Holtby"),
        young("Bryn", "Clegg", born=date(2013, 5, 1)),
        young("Carys", "Dunne", born=date(2010, 1, 9)),
    )
    soon = TODAY + timedelta(days=3)
    actions.casework.contacts.follow_up_on(planned, soon, "Bring the form", **DONE)
    record([tracked, child, planned])
    made = {each: store.casework.follow_ups.of(each) for each in (tracked, child)}
    assert (made[tracked].due, made[child]) == (date(2026, 12, 22), None)
    kept = store.casework.follow_ups.of(planned)
    assert (kept.due, kept.what) == (soon, "Bring the form")
    steps = actions.casework.group_sessions.next_steps(
        [tracked, child, planned, 0], TODAY, authority="359", on=TODAY
    )
    assert not steps.people  # hers is planned by now
    assert steps.without[child] == "below Year 11"
    assert steps.without[planned] == "a step is planned for 27 November 2026"
    assert steps.without[0] == "nothing is known about them"


def test_a_step_that_is_overdue_is_settled_by_the_session(inside) -> None:
    late = young("Amina", "Holtby")
    yesterday = {"within": HERE_ONLY, "act": act("me", NOW, TODAY - timedelta(days=1))}
    actions.casework.contacts.follow_up_on(
        late, TODAY - timedelta(days=1), "Ring", **yesterday
    )
    record([late])
    assert store.casework.follow_ups.of(late).due == date(2026, 12, 22)


def test_no_step_is_made_for_a_young_person_who_died(inside) -> None:
    gone = young("Amina", "Holtby")
    actions.people.deaths.record(gone, TODAY - timedelta(days=2), **DONE)
    record([gone], held_on=TODAY - timedelta(days=5))
    assert store.casework.follow_ups.of(gone) is None


def test_who_was_merged_since_the_check_is_recorded_where_they_stand(three) -> None:
    first, second, _ = three
    actions.people.merging.merge(first, [second], because="One person", **DONE)
    session = record([second])
    (made,) = store.casework.contacts.of_session(session.id)
    assert made.person_id == first


def test_each_person_of_the_session_gets_a_contact(three) -> None:
    session = record([*three, three[0]])
    assert len(store.casework.contacts.of_session(session.id)) == 3
    (made,) = store.casework.contacts.of(three[0])
    assert (made.channel, made.note) == (
        "group session",
        "Testham Hall: Apprenticeships",
    )
    assert store.casework.follow_ups.of(three[0]).due == date(2026, 12, 22)


def test_the_same_session_sent_twice_is_one(three) -> None:
    session = record(three)
    assert record([*reversed(three)], at=SOON).id == session.id
    assert len(store.casework.contacts.of(three[0])) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "Testham Library"},
        {"held_on": TODAY - timedelta(days=1)},
        {"by": "a colleague"},
        {"at": NOW + timedelta(seconds=61)},
    ],
)
def test_a_form_that_differs_is_another_session(three, changes) -> None:
    session = record(three)
    assert record(three, **changes).id != session.id


def test_one_more_person_makes_another_session(three) -> None:
    assert record(three).id != record(three[:2], at=SOON).id


def test_a_withdrawn_session_may_be_recorded_again(three) -> None:
    session = record(three)
    actions.casework.group_sessions.withdraw(session, **DONE)
    assert record(three, at=SOON).id != session.id


def test_a_session_is_taken_back_whole_or_for_one_alone(three) -> None:
    session = record(three)
    (wrong,) = store.casework.contacts.of(three[0])
    actions.casework.contact_changes.withdraw(wrong, **DONE)
    assert store.casework.contacts.of(three[0]) == []
    assert store.casework.follow_ups.of(three[0]) is None
    assert len(store.casework.contacts.of(three[1])) == 1
    actions.casework.group_sessions.withdraw(session, **DONE)
    assert store.casework.contacts.of(three[1]) == []
    assert store.casework.follow_ups.of(three[1]) is None
    with pytest.raises(Refusal, match="already"):
        actions.casework.group_sessions.withdraw(session, **DONE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"place": " "}, "place"),
    ],
)
def test_what_cannot_be_is_refused(three, changes, field) -> None:
    with pytest.raises(Refusal) as refused:
        record(three, **changes)
    assert refused.value.field == field


def test_a_person_of_another_authority_is_not_recorded(three) -> None:
    elsewhere = young("Dewi", "Elsewhere", born=BORN, authority=THERE)
    with pytest.raises(Refusal, match="who was there"):
        record([elsewhere, 0])


def test_a_list_that_is_too_long_is_refused(inside) -> None:
    with pytest.raises(Refusal, match="200 lines or fewer"):
        actions.casework.group_sessions.read("Amina Holtby\n" * 201, within=HERE_ONLY)
