"""The page of a young person: identity, position, history and their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.history.known_person import Known
from tracker.actions.intake.questions import next_steps
from tracker.store.casework.kept_documents.moved_documents import Listed
from tracker.store.casework.record_parts import Part
from tracker.store.law.objections import ObjectionRow
from tracker.store.people.identity_questions import Question
from tracker.store.people.records import Person
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, rounds
from tracker.web.adviser.by_hand.mending import mended_on
from tracker.web.adviser.person_page import (
    in_words,
    person_documents,
)
from tracker.web.adviser.person_page.casework import Casework, casework
from tracker.web.adviser.person_page.person_facts import PersonFacts, person_facts
from tracker.web.guard import (
    found,
    may,
    may_see_contact,
    me,
    record_of,
    requires,
    scope,
)
from tracker.wording.identity_fields import FIELDS


@bp.get("/people/<int:number>")
@requires(Permission.SEE_PEOPLE)
def person(number: int) -> ResponseReturnValue:
    record = found(record_of(number))
    if record.merged_into is not None:
        flash(f"Record {number} was merged into this one.")
        return redirect(url_for("adviser.person", number=record.merged_into))
    list_round = rounds.current(record.id)
    through = list_round.argument if list_round is not None else None
    return render_template(
        "adviser/person_page/person.html",
        page=_page(record),
        in_words=in_words,
        question_fields={field: label.lower() for field, label in FIELDS.items()},
        may_see_contact=may_see_contact,
        may_read=_may_read,
        may_withdraw=lambda entry: actions.casework.undo.may_withdraw(
            entry, me().does.permissions
        ),
        mended_on=partial(mended_on, round=through),
        round=list_round,
    )


@bp.post("/people/<int:number>/take-back/<int:entry>")
@requires(Permission.UPDATE_STATUS)
def person_take_back(number: int, entry: int) -> ResponseReturnValue:
    record = found(store.people.records.get(number, within=scope()))
    shared_by = {
        each.id: others for each, others in store.casework.entries.by_hand(record.id)
    }
    if found(shared_by.get(entry)):
        # An entry for many young people is shown, and withdrawn, as a whole.
        return redirect(url_for("adviser.bulk_made", number=entry))
    with refusals.flashed():
        actions.casework.undo.withdraw(
            entry,
            permissions=me().does.permissions,
            within=scope(),
            act=act(),
            say=flash,
        )
        flash("Taken back. What was known before counts again.")
    return redirect(url_for("adviser.person", number=number))


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page of a young person shows. ``about`` is None without evidence."""

    record: Person
    today: date
    names: Mapping[str, str]
    questions: Sequence[Question]
    objections: Sequence[ObjectionRow]
    merged: Sequence[int]
    documents: Sequence[Listed]
    opens_sealed: bool
    work: Casework
    about: PersonFacts | None


def _page(record: Person) -> PersonPage:
    day = today()
    read = Known.of(record, day)
    names = store.accounts.users.names(within=scope())
    by_hand = store.casework.entries.by_hand(record.id)
    parts = store.casework.record_parts.of(record.id, day)
    work = casework(record.id, parts, day)
    about = (
        person_facts(read, parts, work.contacts, by_hand, names, day)
        if read is not None
        else None
    )
    questions = (
        store.people.identity_questions.of(record.id) if Part.QUESTION in parts else ()
    )
    if about is not None:
        questions = next_steps.still_open(questions, about.whereabouts.position)
    return PersonPage(
        record=record,
        today=day,
        names=names,
        questions=questions,
        objections=store.law.objections.standing_of([record.id], day)
        if Part.OBJECTION in parts
        else (),
        merged=sorted(
            set(store.history.merged_records.records_of([record.id])) - {record.id}
        )
        if Part.MERGED_RECORD in parts
        else (),
        documents=person_documents.readable(record.id, parts),
        opens_sealed=may(Permission.OPEN_SEALED)
        and read is not None
        and read.hides_anything,
        work=work,
        about=about,
    )


def _may_read(contact: store.casework.contacts.Contact) -> bool:
    """Whether the user may read the note of a contact."""
    return may(Permission.SEE_CASELOAD) and may_see_contact(contact)
