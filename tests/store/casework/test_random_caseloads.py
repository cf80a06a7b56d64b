"""The people that the database leaves out of a list never need attention."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.emptied import as_owner
from tests.factories import AUTHORITY
from tests.store.random_members import (
    DAY,
    MEMBERS,
    ON_ONE_DATABASE,
    PEOPLE,
    add_people,
    store_members,
)
from tests.web.conftest import NOW, make
from tracker import store
from tracker.access import authority_scope
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.contact_bands import CONTACTED, NEVER
from tracker.domain.casework.my_day import urgent
from tracker.domain.figures.measures import ALL, MEASURES
from tracker.domain.history.members import Member
from tracker.domain.reference import codes
from tracker.extensions import db
from tracker.store.casework.caseload_rows import Row
from tracker.store.casework.caseloads import HandOver, Held
from tracker.store.casework.contacts import Contact
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.history.evidence import Entry

HERE = authority_scope(AUTHORITY)
#: The day of the list may be later than the newest day with positions.
TODAY = st.integers(0, 3).map(lambda days: DAY + timedelta(days=days))
NUMBERS = st.sets(st.integers(1, PEOPLE), min_size=PEOPLE // 2)
DAYS = st.dictionaries(
    st.integers(1, PEOPLE),
    st.integers(-60, 20).map(lambda days: DAY + timedelta(days=days)),
)


@pytest.fixture
def adviser(inside) -> int:
    add_people()
    return make("adviser").id


def take_away() -> None:
    """Empties the caseload, the follow-ups and the contacts, before anything is stored.

    The owner of the tables does it, so what the session holds would be in the way.
    """
    db.session.rollback()
    owner = as_owner()
    owner.execute(
        text("TRUNCATE caseload, hand_overs, follow_ups, contacts, entries CASCADE")
    )
    owner.commit()


def give(adviser: int, held: set[int], due: dict, contacted: dict) -> None:
    """Stores a caseload, follow-ups and contacts where there are none."""
    moved = HandOver(authority=AUTHORITY, moved=[], made_at=NOW, made_by="x")
    entry = Entry(authority=AUTHORITY, source="x", made_by="x", recorded_at=NOW)
    db.session.add_all((moved, entry))
    db.session.flush()
    here = {"authority": AUTHORITY}
    db.session.add_all(
        Held(person_id=n, user_id=adviser, since=DAY, hand_over_id=moved.id, **here)
        for n in held
    )
    db.session.add_all(
        FollowUp(person_id=n, due=day, what="Ring", set_at=NOW, set_by="x", **here)
        for n, day in due.items()
    )
    db.session.add_all(
        Contact(
            person_id=n,
            entry_id=entry.id,
            made_on=day,
            outcome=Outcome.NO_ANSWER,
            channel=Channel.PHONE,
            written_at=NOW,
            written_by="x",
            **here,
        )
        for n, day in contacted.items()
    )


def reasons(rows: list[Row], today: date) -> dict:
    """The urgent people among the rows, with their reasons."""
    found = {
        row.person: urgent(
            row.position,
            due=row.due,
            what=row.what,
            contacted=row.last.on if row.last else None,
            today=today,
        )
        for row in rows
    }
    return {person: reason for person, reason in found.items() if reason is not None}


def is_tracked(member: Member) -> bool:
    status = codes.COHORT_STATUSES.get(member.status)
    return status is not None and status.monthly


@pytest.mark.law("L-03")
@ON_ONE_DATABASE
@given(members=MEMBERS, held=NUMBERS, due=DAYS, contacted=DAYS, today=TODAY)
def test_the_list_of_a_day_has_everybody_who_is_urgent(
    adviser, members, held, due, contacted, today
) -> None:
    take_away()
    with store.database.base.transaction():
        store_members(members)
        give(adviser, held, due, contacted)
    query = {"day": DAY, "today": today, "within": HERE}
    rows = store.casework.caseload_rows.of_adviser([adviser], **query)
    assert {row.person for row in rows} == held
    assert {row.person for row in rows if row.member is not None} == {
        each.person for each in members if is_tracked(each) and each.person in held
    }
    assert reasons(
        store.casework.caseload_rows.perhaps_urgent([adviser], **query), today
    ) == reasons(rows, today)


@ON_ONE_DATABASE
@given(members=MEMBERS, held=NUMBERS)
def test_those_in_no_caseload_are_the_neet_and_not_known(
    adviser, members, held
) -> None:
    take_away()
    with store.database.base.transaction():
        store_members(members)
        give(adviser, held, {}, {})
    expected = {
        each.person
        for each in members
        if is_tracked(each)
        and each.person not in held
        and (
            each.position.is_neet
            or each.position.is_not_known
            or each.position.activity.sealed  # whichever it is: none is forgotten
        )
    }
    rows = store.casework.caseload_rows.unallocated(day=DAY, today=DAY, within=HERE)
    assert {row.person for row in rows} == expected
    count = store.casework.caseload_rows.count_unallocated(day=DAY, within=HERE)
    assert count == len(expected)


@pytest.mark.long
@ON_ONE_DATABASE
@given(members=MEMBERS, contacted=DAYS)
def test_the_time_since_contact_is_of_all_that_a_measure_counts(
    inside, adviser, members, contacted
) -> None:
    """Whichever the measure is: those who are looked for are found by an index."""
    take_away()
    with store.database.base.transaction():
        store_members(members)
        give(adviser, set(), {}, contacted)
    for measure in MEASURES:
        mask = ALL.mask(measure, counting=True)
        counted = {each.person for each in members if ALL.answers(each) & mask == mask}
        times = store.figures.contact_times.times(
            DAY, within=HERE, mask=mask, sealed=False
        )
        before = {person for person, day in contacted.items() if day <= DAY}
        assert times.people == len(counted)
        assert times.never == len(counted - before)
        behind = store.figures.people_behind.behind(
            DAY, within=HERE, mask=mask, breakdown=CONTACTED, group=NEVER
        )
        found = behind.people(offset=0, limit=50)
        assert {each.person for each in found} == counted - before
        assert behind.total == len(found)
