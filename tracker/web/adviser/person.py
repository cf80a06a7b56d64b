"""The page of a young person: who they are, where, since when, and who says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions import contacts as contacting
from tracker.actions import evidence as recording
from tracker.actions import one_record, opening, status, taking_back
from tracker.domain import codes
from tracker.domain.contact import Channel, Outcome
from tracker.domain.membership import Folded
from tracker.domain.position import Position
from tracker.store import (
    caseloads,
    contacts,
    entries,
    follow_ups,
    institutions,
    questions,
    users,
)
from tracker.store import people as records
from tracker.store.evidence import Entry
from tracker.store.institution_keys import institution_of
from tracker.store.people import Person
from tracker.web.adviser import bp, in_words, timeline
from tracker.web.adviser.events import Stretch, currency, events
from tracker.web.clock import now, today
from tracker.web.guard import found, may, me, requires, scope


@bp.get("/people/<int:number>")
@requires(Permission.SEE_PEOPLE)
def person(number: int) -> ResponseReturnValue:
    record = found(records.get(number, within=scope()))
    if record.merged_into is not None:
        flash(f"Record {number} was merged into this one.")
        return redirect(url_for("adviser.person", number=record.merged_into))
    # Noted once the page is made: nothing has to be read again after it is kept.
    page = render_template("adviser/person.html", page=_page(record))
    opening.opened(record, by=me().email, at=now())
    return page


@bp.post("/people/<int:number>/take-back/<int:entry>")
@requires(Permission.UPDATE_STATUS)
def person_take_back(number: int, entry: int) -> ResponseReturnValue:
    record = found(records.get(number, within=scope()))
    told = {each.id: others for each, others in entries.by_hand(record.id)}
    if found(told.get(entry)):
        # What was saved for many at once is looked at, and taken back, as a whole.
        return redirect(url_for("adviser.bulk_made", number=entry))
    try:
        taking_back.withdraw(
            entry,
            permissions=me().does.permissions,
            within=scope(),
            by=me().email,
            at=now(),
            on=today(),
        )
    except recording.NotWithdrawable as refused:
        flash(str(refused), "refused")
    else:
        flash("Taken back. What was known before counts again.")
    return redirect(url_for("adviser.person", number=number))


def _page(record: Person) -> Mapping[str, Any]:
    register, day = institutions.directory(), today()
    known = status.known_of([record], register=register, on=day).get(record.id)
    names = users.names(within=scope())
    by_hand = entries.by_hand(record.id)
    told = contacts.of(record.id)
    shared: dict[str, Any] = {
        "record": record,
        "names": names,
        "today": day,
        "contacts": told,
        "outcome": Outcome,
        "channel": Channel,
        "wrong_numbers": contacts.wrong_numbers(told),
        "follow_up": follow_ups.of(record.id),
        "adviser": caseloads.adviser_of(record.id),
        "questions": questions.of(record.id),
        "question_fields": in_words.IDENTITY_FIELDS,
        "merged": sorted(set(records.records_of([record.id])) - {record.id}),
        "reads_notes": may(Permission.SEE_CASELOAD),
        "is_open": _is_open,
        "may_read": _may_read,
        "duplicates": _duplicates(),
        "team": caseloads.advisers(within=scope()) if may(Permission.HAND_OVER) else (),
    }
    if known is None:
        return {**shared, "known": None}
    position = known.members[0].position if known.members else None
    spells = _stretches(
        known, position, [entry for entry, _ in by_hand], names, register
    )
    school = known.members[0].year_11_school if known.members else None
    at_school = register.by_key(school) if school else None
    return {
        **shared,
        "known": known.known,
        "who": known.known.identity,
        "particulars": list(
            in_words.particulars(
                known.known,
                at_school.name if at_school else in_words.place(school, None),
                day,
            )
        ),
        "departure": in_words.departure(known.known),
        "died": known.known.departure is not None
        and known.known.departure.status == codes.DIED,
        "restrictions": [
            (
                institution_of(each.institution, register).name
                if each.institution
                else "an institution that is not known",
                each.since,
            )
            for each in known.known.restrictions
        ],
        "position": position,
        "place": in_words.place(position.institution, position.institution_name)
        if position
        else "",
        "currency": currency(position, day),
        "events": events(spells, told, cut=request.args.get("show"), is_open=_is_open),
        "timeline": timeline.drawn(
            known.spells,
            position,
            day,
            known.known.identity.born,
            contacts=[each for each in told if _is_open(each)],
        ),
        "told": one_record.of(
            known,
            day=day,
            database=current_app.config["TRACKER"].needed_database_id,
            register=register,
        ),
        "may_take_back": lambda entry: taking_back.may_take_back(
            entry, me().does.permissions
        ),
        "in_words": in_words,
        "by_hand": [
            each for each in by_hand if each[0].id not in {c.entry_id for c in told}
        ],
    }


def _stretches(
    known: Folded,
    position: Position | None,
    by_hand: Sequence[Entry],
    names: Mapping[str, str],
    register: institutions.Directory,
) -> list[Stretch]:
    """The spells, the newest first."""
    by_moment = in_words.by_moment(by_hand)
    return [
        Stretch(
            spell,
            in_words.place(spell.institution, spell.institution_name),
            in_words.lapsed_after(spell, position),
            in_words.evidence(spell.evidence, by_moment, names, register),
        )
        for spell in reversed(known.spells)
    ]


def _is_open(contact: contacts.Contact) -> bool:
    """Whether the user may know more of a contact than its day and who made it."""
    return contacting.is_open(contact, to=me().email, leads=may(Permission.HAND_OVER))


def _may_read(contact: contacts.Contact) -> bool:
    """Whether the user may read the note of a contact."""
    return may(Permission.SEE_CASELOAD) and _is_open(contact)


def _duplicates() -> str | None:
    """Where duplicates are decided, for whoever decides them."""
    if "data_team.duplicates" in current_app.view_functions and may(
        Permission.MERGE_PEOPLE
    ):
        return url_for("data_team.duplicates")
    return None
