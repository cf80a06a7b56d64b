"""The page of a young person: identity, position, history and their sources."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.casework.not_known import looked_for
from tracker.actions.history.known_person import Known
from tracker.actions.intake.questions import next_steps
from tracker.actions.year import cohort_ledgers, place_proposals
from tracker.domain.casework.contact import Channel
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.details.pupil_numbers import (
    are_hidden,
    without_pupil_numbers,
)
from tracker.domain.history.evidence import Tier
from tracker.domain.history.membership import Folded
from tracker.domain.reference.academic_year import YEAR_11, AcademicYear
from tracker.domain.year.allocation import lacks_place
from tracker.store.casework.contacts import Contact
from tracker.store.casework.record_parts import Part
from tracker.store.history.evidence import Entry
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.people.records import Person
from tracker.store.work.items import WorkItem
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, rounds
from tracker.web.adviser.by_hand.detail_change import may_change, may_see
from tracker.web.adviser.by_hand.mending import mended_on
from tracker.web.adviser.person_page import (
    in_words,
    person_documents,
    provenance,
    timeline,
)
from tracker.web.adviser.person_page.at_home import at_home
from tracker.web.adviser.person_page.before_you_speak import before_you_speak
from tracker.web.adviser.person_page.events import currency, events
from tracker.web.adviser.person_page.particulars import particulars, to_add
from tracker.web.adviser.person_page.stated import Stated
from tracker.web.guard import (
    found,
    may,
    may_see_contact,
    me,
    record_of,
    requires,
    scope,
)
from tracker.wording import details, places
from tracker.wording.identity_fields import FIELDS

#: The year groups whose pages lead to the risk of NEET.
AT_RISK = range(9, 13)


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


def _page(record: Person) -> Mapping[str, Any]:
    day = today()
    read = Known.of(record, day)
    register = store.institutions.register.directory()
    names = store.accounts.users.names(within=scope())
    by_hand = store.casework.entries.by_hand(record.id)
    contacts = store.casework.contacts.of(record.id)
    parts = store.casework.record_parts.of(record.id, day)
    adviser = store.casework.caseloads.adviser_of(record.id)
    shared: dict[str, Any] = {
        "record": record,
        "names": names,
        "today": day,
        "contacts": contacts,
        "has_withdrawn_contacts": Part.WITHDRAWN_CONTACT in parts
        and any(
            may_see_contact(each)
            for each in store.casework.contacts.withdrawn(record.id)
        ),
        "wrong_numbers": store.casework.contacts.wrong_numbers(contacts),
        "follow_up": store.casework.follow_ups.of(record.id)
        if Part.FOLLOW_UP in parts
        else None,
        "plans": store.casework.plans.of(record.id)
        if Part.PLAN in parts and may(Permission.SEE_CASELOAD)
        else (),
        **_places(record.id, parts, day),
        "documents": person_documents.readable(record.id, parts),
        "adviser": adviser,
        "received": store.casework.received.of(record.id, within=scope())
        if adviser is not None and may(Permission.SEE_CASELOAD)
        else None,
        "questions": store.people.identity_questions.of(record.id)
        if Part.QUESTION in parts
        else (),
        "objections": store.law.objections.standing_of([record.id], day)
        if Part.OBJECTION in parts
        else (),
        "question_fields": {field: label.lower() for field, label in FIELDS.items()},
        "merged": sorted(
            set(store.history.merged_records.records_of([record.id])) - {record.id}
        )
        if Part.MERGED_RECORD in parts
        else (),
        "opens_sealed": may(Permission.OPEN_SEALED)
        and read is not None
        and read.hides_anything,
        "may_see_contact": may_see_contact,
        "may_read": _may_read,
        "team": store.casework.caseloads.advisers(within=scope())
        if may(Permission.HAND_OVER)
        else (),
    }
    if read is None:
        return {**shared, "known": None}
    known = read.folded
    position = known.position
    shared["questions"] = next_steps.still_open(shared["questions"], position)
    stated = Stated.of(known, [entry for entry, _ in by_hand], names, register)
    spells = stated.stretches(position)
    school = known.members[0].year_11_school if known.members else None
    waiting = (
        actions.leavers.place_questions.open_about(record.id, within=scope())
        if Part.PLACE_QUESTION in parts
        else []
    )
    at_school = register.by_key(school) if school else None
    shown = without_pupil_numbers(known.known, day)
    makers = provenance.makers_of(by_hand, names)
    rows = list(
        particulars(
            shown,
            at_school.name if at_school else places.place(school),
            day,
            me().does.permissions,
            known.evidence,
            makers,
        )
    )
    changeable = _changeable(known.known, day)
    return {
        **shared,
        "known": known.known,
        "who": known.known.identity,
        "particulars": rows,
        "changeable": changeable,
        "to_add": [each for each in to_add(rows) if each[0] in changeable],
        "died": known.known.departure is not None
        and known.known.departure.status == domain.reference.codes.DIED,
        "before_you_speak": before_you_speak(
            known.known,
            known.evidence,
            me().does.permissions,
            restrictions=[
                (
                    institution_of(each.institution, register).name
                    if each.institution
                    else "an institution that is not known",
                    each.since,
                    in_words.answered(each, day),
                )
                for each in known.known.restrictions
            ],
            departure=details.departure(known.known.departure),
            recorded_by=makers,
        ),
        "position": position,
        "choices": stated.choices(),
        "outweighed": stated.outweighed(),
        "place": in_words.place_of(position),
        "may_be_at_risk": _may_be_at_risk(known),
        "place_questions": waiting,
        "may_ask": _may_ask(known, waiting, register, day),
        "leads": looked_for.of_person(
            record.id,
            position,
            school,
            today=day,
            within=scope(),
            may_read=may_see_contact,
        ),
        "currency": currency(position, day),
        "events": events(
            spells,
            contacts,
            cut=request.args.get("show"),
            may_see_contact=may_see_contact,
        ),
        "timeline": timeline.drawn(
            known.spells,
            position,
            day,
            known.known.identity.born,
            contacts=[each for each in contacts if may_see_contact(each)],
        ),
        "checked": actions.casework.record_check.check_one(
            read, day=day, database=current_app.config["TRACKER"].needed_database_id
        ),
        "may_withdraw": lambda entry: actions.casework.undo.may_withdraw(
            entry, me().does.permissions
        ),
        "in_words": in_words,
        "by_hand": _alone(by_hand, contacts),
        "at_home": at_home(record.id, known.known),
    }


def _may_be_at_risk(known: Folded) -> bool:
    """Whether they are of a year group of the list of those at risk of NEET."""
    return any(each.year_group in AT_RISK for each in known.members[:1])


def _may_ask(
    known: Folded,
    waiting: Sequence[WorkItem],
    register: store.institutions.register.Directory,
    day: date,
) -> bool:
    """Whether the user may ask the place of a young person past Year 11 about them.

    The question is only about who is on a list of the place of this school year.
    ``waiting`` are the questions that have no answer yet.
    """
    position = known.position
    if position is None or position.is_not_known or not may(Permission.RECORD_CONTACT):
        return False
    place = register.by_key(position.institution or "")
    return (
        place is not None
        and known.members[0].academic_age > YEAR_11
        and _was_listed(known, day)
        and place.key not in {each.institution for each in waiting}
    )


def _was_listed(known: Folded, day: date) -> bool:
    """Whether their place has had them on a list of its own in this school year."""
    starts = AcademicYear.of(day).starts
    return any(
        each.tier is Tier.PROVIDER_ROLL and starts <= each.as_at
        for spell in known.spells[-1:]
        for each in spell.confirmations
    )


def _places(person: int, parts: frozenset[Part], day: date) -> dict[str, Any]:
    """Places proposed for them, and the leaving year in which they have none."""
    if not may(Permission.SEE_CASELOAD) or parts.isdisjoint((Part.PLACE, Part.LEDGER)):
        return {"places": (), "superseded": {}, "lacks_place_of": None}
    proposed = store.casework.place_proposals.of(person) if Part.PLACE in parts else ()
    if proposed:
        # What they did since decides whether the place is still theirs.
        cohort_ledgers.make_few(within=scope(), act=act())
    rows = place_proposals.in_ledgers(person, on=day, within=scope())
    lacking = [left for left, row in rows.items() if lacks_place(row.marks)]
    return {
        "places": proposed,
        "superseded": place_proposals.superseded(proposed, rows),
        "lacks_place_of": lacking[0]
        if lacking and all(each.closed_at for each in proposed)
        else None,
    }


def _changeable(known: Particulars, day: date) -> frozenset[str]:
    """The forms by which the user may change details of this young person.

    One who has died has no phone any more, and at twenty pupil numbers are hidden.
    """
    left = known.departure
    died = left is not None and left.status == domain.reference.codes.DIED
    return frozenset(
        name
        for name, form in FORMS.items()
        if may(Permission.UPDATE_STATUS)
        and may_change(form, known)
        and not (died and form.of_the_living)
        and not (name == "upn" and are_hidden(known.identity.born, day))
    )


def _alone(
    by_hand: Sequence[tuple[Entry, bool]], contacts: Sequence[Contact]
) -> list[tuple[Entry, bool]]:
    """The entries that are not taken back with a contact of their own.

    One that changed what the user may not see is left out too: it has an alert.
    """
    own = {each.entry_id for each in contacts if each.channel != Channel.STATUS_UPDATE}
    return [
        each
        for each in by_hand
        if each[0].id not in own and _may_see_change(each[0].source)
    ]


def _may_see_change(source: str) -> bool:
    change = grounds.change_of(source)
    form = FORMS.get(change.form) if change is not None else None
    return form is None or may_see(form)


def _may_read(contact: store.casework.contacts.Contact) -> bool:
    """Whether the user may read the note of a contact."""
    return may(Permission.SEE_CASELOAD) and may_see_contact(contact)
