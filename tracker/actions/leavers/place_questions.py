"""The question of the council to a school or college: does a student still attend?

It is a work item of the one who has the young person, and the place answers it with its
answer for the week. It is only about a student of the place's own lists, so it shows
the place nothing that it does not know. See decision 0212.
"""

from collections.abc import Collection
from datetime import date, datetime

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import leaving
from tracker.actions.leavers import own_students, unchanged
from tracker.actions.work import adviser_items, items
from tracker.domain.reference.academic_year import YEAR_11, academic_age
from tracker.domain.reference.institution import Institution
from tracker.refusal import Refusal
from tracker.store.people.records import Person
from tracker.store.work.items import WorkItem

#: The kind of the work item.
KIND = "place-question"


def problem(person: Person, institution: Institution, *, on: date) -> str:
    """Why no question about a young person can go to an institution, or ""."""
    if person.born is not None and academic_age(person.born, on) <= YEAR_11:
        return "Up to Year 11 their school reports who leaves: ask it by phone."
    if leaving.is_unlisted(person, institution.key):
        return f"They may not be named to {institution.name}."
    within = authority_scope(person.authority)
    if not store.accounts.users.by_institution(within=within).get(institution.key):
        return f"{institution.name} has no account here. Ask by phone or email."
    listed = own_students.of(institution, [institution.key], within=within, on=on)
    rows = [row for each in listed or () for row in each.rows]
    if person.id not in store.intake.rolls.people_of(rows).values():
        return (
            f"{institution.name} has no line about them on its lists of this school "
            "year, or has reported that they left. A question would show it that the "
            "council has them there: ask by phone or email."
        )
    if unchanged.restricted(
        [person.id], institution, on=on, authority=person.authority
    ):
        return f"{institution.name} may not pass on where they are."
    return ""


def ask(person: Person, institution: Institution, *, place: str, act: Act) -> int:
    """Asks an institution whether a young person attends. Returns the number of the
    work item, or that of one that is open.

    ``place`` is the key of the institution that the user read. Raises Refusal.
    """
    if place != institution.key:
        raise Refusal(
            f"The record has them at {institution.name} by now. Look at it, then ask."
        )
    if why_not := problem(person, institution, on=act.on):
        raise Refusal(why_not)
    with store.database.base.transaction():
        within = authority_scope(act.authority)
        if (waiting := open_at(institution, within=within).get(person.id)) is not None:
            return waiting.id
        return adviser_items.open_within(
            KIND,
            f"{institution.name} is to answer whether they still attend.",
            person.id,
            institution=institution.key,
            act=act,
        )


def open_about(person: int, *, within: Scope) -> list[WorkItem]:
    """The questions about a young person that are not answered yet."""
    of = _waiting(within)
    return [each for number, each in of if number == person]


def open_at(institution: Institution, *, within: Scope) -> dict[int, WorkItem]:
    """The questions that an institution has not answered yet, by young person."""
    return {
        person: each
        for person, each in _waiting(within)
        if each.institution == institution.key
    }


def shown_to(institution: Institution, *, within: Scope) -> dict[int, WorkItem]:
    """As ``open_at``, without those who may not be named to the institution by now."""
    waiting = open_at(institution, within=within)
    records = store.people.records.records(sorted(waiting), within=within)
    return {
        each.id: waiting[each.id]
        for each in records
        if not leaving.is_unlisted(each, institution.key)
    }


def _waiting(within: Scope) -> list[tuple[int, WorkItem]]:
    """The questions that are not answered, each with the record that stands."""
    waiting = store.work.items.open_of_kind(KIND, within=within)
    roots = store.people.records.roots(
        each.person_id for each in waiting if each.person_id is not None
    )
    return [(roots[each.person_id], each) for each in waiting if each.person_id]


def answered(persons: Collection[int], institution: Institution, *, act: Act) -> None:
    """Marks the questions about these people as answered, in the open transaction."""
    waiting = open_at(institution, within=authority_scope(act.authority))
    items.finish_within(
        (each for person, each in waiting.items() if person in persons), act=act
    )


def open_again(
    institution: str, *, answered_at: datetime, within: Scope, act: Act
) -> None:
    """Opens the questions again that an institution answered at one moment, inside the
    open transaction: the answer was withdrawn.
    """
    items.undo_within(
        (
            each
            for each in store.work.items.of_kind(KIND, within=within)
            if each.institution == institution and each.done_at == answered_at
        ),
        act=act,
    )
