"""Caseloads are for users who see the whole authority; a school sees none of them."""

from datetime import date

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make
from tracker import actions, domain, store
from tracker.access import Scope
from tracker.actions.casework.contacts import NewContact
from tracker.domain.casework.contact import Channel, Outcome
from tracker.store.casework.caseload_rows import Load

AT_A_SCHOOL = Scope(frozenset((AUTHORITY,)), leavers_of=frozenset(("urn:106500",)))


@pytest.fixture
def user(inside) -> int:
    """An adviser with three young people: rung in October, in November, and never."""
    user = make("adviser").id
    people = [young(f"Young{number}", "Holtby") for number in range(3)]
    for person in people:
        record_evidence(person, doing(domain.reference.activity.SEEKING))
    actions.casework.caseloads.share_out(
        people, [user], act=act(by="leader", at=NOW, on=TODAY, authority=AUTHORITY)
    )
    for person, on in zip(
        people, (date(2026, 11, 20), date(2026, 10, 5)), strict=False
    ):
        record_contact(
            person,
            NewContact(Outcome.NO_ANSWER, Channel.PHONE, on),
            next_due=date(2026, 11, 26),
            what="Try again",
            within=HERE_ONLY,
            act=act(by="me", at=NOW, on=TODAY),
        )
    actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    return user


def names(user: int, within: Scope, today: date = TODAY) -> list[str]:
    rows = store.casework.caseload_rows.of_adviser(
        [user], day=TODAY, today=today, within=within
    )
    return [row.given for row in rows]


def test_the_longest_ago_contacted_stand_first(user) -> None:
    assert names(user, HERE_ONLY) == ["Young2", "Young1", "Young0"]


@pytest.mark.parametrize(
    ("today", "overdue"), [(TODAY, 0), (date(2026, 11, 26), 0), (date(2026, 11, 27), 2)]
)
def test_a_caseload_in_numbers(user, today, overdue) -> None:
    expected = Load(3, overdue, 1, date(2026, 10, 5))
    together = store.casework.caseload_rows.loads(
        today=today, within=HERE_ONLY, users=[user]
    )
    assert together == {user: expected}


def test_a_school_sees_no_row_of_it(user) -> None:
    (made,) = store.casework.contacts.of(1)
    assert names(user, AT_A_SCHOOL) == []
    assert (
        store.casework.caseload_rows.count_unallocated(day=TODAY, within=AT_A_SCHOOL)
        == 0
    )
    assert store.casework.contacts.get(made.id, within=AT_A_SCHOOL) is None
    assert store.casework.entries.get(made.entry_id, within=AT_A_SCHOOL) is None
    assert store.casework.caseloads.hand_over(1, within=AT_A_SCHOOL) is None
    assert store.casework.caseloads.newest_hand_overs(within=AT_A_SCHOOL) == []
    assert store.people.finding.each([["holtby"]], within=AT_A_SCHOOL) == [[]]
