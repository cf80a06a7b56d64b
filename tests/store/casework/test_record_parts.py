"""Which parts of a record have anything in them: a missing one would not be shown."""

from datetime import timedelta

import pytest

from tests.acts import act, record_contact
from tests.factories import AUTHORITY, register
from tests.journeys.moving_in.exported_documents import document_of
from tests.web.adviser.places.proposed import proposed_for
from tests.web.adviser.young import HERE_ONLY, TODAY, young
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.actions.casework.contacts import NewContact
from tracker.actions.casework.plans import agreeing
from tracker.actions.year import cohort_ledgers
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.plan import Actor, NewAction, NewPlan
from tracker.store.casework.record_parts import Part, of

ACT = act(by="adviser@example.org", at=NOW, on=TODAY)
WEEK = timedelta(days=7)


def contact(person: int, *, follow_up: bool = False):
    return record_contact(
        person,
        NewContact(Outcome.NO_ANSWER, Channel.PHONE, TODAY),
        next_due=TODAY + WEEK if follow_up else None,
        what="Try again" if follow_up else "",
        within=HERE_ONLY,
        act=ACT,
    )


def withdrawn_contact(person: int) -> None:
    made = contact(person)
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, act=ACT)


def plan(person: int) -> None:
    call = NewAction(1, Actor.ADVISER, "Ring the college", TODAY + WEEK)
    new = NewPlan("Work with engines", TODAY, TODAY + 12 * WEEK, (call,))
    agreeing.agree(person, new, within=HERE_ONLY, act=ACT)


def stored(statement: str):
    def store_it(person: int) -> None:
        values = {"person": person, "here": AUTHORITY, "day": TODAY, "now": NOW}
        store.database.base.execute(statement, values)

    return store_it


MAKERS = {
    Part.WITHDRAWN_CONTACT: withdrawn_contact,
    Part.FOLLOW_UP: lambda person: contact(person, follow_up=True),
    Part.PLAN: plan,
    Part.DOCUMENT: document_of,
    Part.PLACE: proposed_for,
    Part.PLACE_QUESTION: stored(
        "INSERT INTO work_items (authority, kind, person_id, institution, why, role,"
        " opened_by, opened_at) VALUES (:here, 'place-question', :person, 'urn:1',"
        " 'Attends?', 'team-leader', 'them', :now)"
    ),
    Part.QUESTION: stored(
        "INSERT INTO questions (authority, person_id, batch_id, kind, as_at)"
        " SELECT :here, :person, min(id), 'not on the complete roll', :day"
        " FROM import_batches"
    ),
    Part.OBJECTION: stored(
        "WITH c AS (INSERT INTO cases (authority, kind, number, title, requester,"
        " reference, requester_name, ground, affected, recipient, next_step, outcome,"
        " received_at, opened_by, opened_at) VALUES (:here, 'objection', 1, 'One',"
        " 'young person', '', '', '', '', '', '', '', :now, 'them', :now) RETURNING id)"
        " INSERT INTO objections (authority, person_id, case_id, against, begins,"
        " made_by, made_at) SELECT :here, :person, id, 'research', :day, 'them', :now"
        " FROM c"
    ),
}


@pytest.fixture
def person(inside, load, tmp_path) -> int:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return young()


def test_a_new_record_has_nothing_in_any_part(person) -> None:
    assert of(person, TODAY) == set()


@pytest.mark.parametrize("part", MAKERS)
def test_a_part_is_found_of_its_person_alone_and_through_a_merge(person, part) -> None:
    other = young("Bryn", "Holtbie")
    MAKERS[part](other)
    assert of(other, TODAY) == {part}
    assert of(person, TODAY) == set()
    actions.people.merging.merge(person, [other], within=HERE_ONLY, act=ACT)
    assert of(person, TODAY) == {part, Part.MERGED_RECORD}


def test_what_was_taken_back_is_no_follow_up(person) -> None:
    made = contact(person, follow_up=True)
    actions.casework.contact_changes.withdraw(made, within=HERE_ONLY, act=ACT)
    assert of(person, TODAY) == {Part.WITHDRAWN_CONTACT}


def test_a_row_of_the_ledger_counts_on_its_day(person) -> None:
    cohort_ledgers.refresh(cohort_ledgers.current(TODAY), within=HERE_ONLY, on=TODAY)
    assert of(person, TODAY) == {Part.LEDGER}
    assert of(person, TODAY + WEEK) == set()


def test_every_part_is_tried_here() -> None:
    assert {*MAKERS, Part.LEDGER, Part.MERGED_RECORD} == set(Part)
