"""The facts about a young person that the user may see: for their page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, request

from tracker import actions, domain
from tracker.access import Permission
from tracker.actions.casework.not_known import looked_for
from tracker.actions.casework.record_check import OneRecord
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Channel
from tracker.domain.casework.next_sources import Leads
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.details.pupil_numbers import (
    are_hidden,
    without_pupil_numbers,
)
from tracker.domain.history.evidence import Tier
from tracker.domain.history.membership import Folded
from tracker.domain.history.position import Position
from tracker.domain.reference.academic_year import YEAR_11, AcademicYear
from tracker.store.casework.contacts import Contact
from tracker.store.casework.record_parts import Part
from tracker.store.history.evidence import Entry
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.institutions.register import Directory
from tracker.store.work.items import WorkItem
from tracker.web.adviser.by_hand.detail_change import may_change, may_see
from tracker.web.adviser.person_page import in_words, provenance, timeline
from tracker.web.adviser.person_page.at_home import AtHome, at_home
from tracker.web.adviser.person_page.before_you_speak import Alert, before_you_speak
from tracker.web.adviser.person_page.events import Currency, Events, currency, events
from tracker.web.adviser.person_page.particulars import Row, particulars, to_add
from tracker.web.adviser.person_page.provenance import Makers
from tracker.web.adviser.person_page.stated import Stated
from tracker.web.adviser.person_page.timeline import Timeline
from tracker.web.guard import may, may_see_contact, me, register, scope
from tracker.wording import details, places

#: The year groups whose pages lead to the risk of NEET.
AT_RISK = range(9, 13)


ByHand = Sequence[tuple[Entry, bool]]


@dataclass(frozen=True, slots=True)
class Details:
    """The particulars, in rows, and what to know before speaking to the young person.

    ``changeable`` are the forms by which the user may change a detail, and ``to_add``
    those of details that are not on record.
    """

    rows: Sequence[Row]
    changeable: Collection[str]
    to_add: Sequence[tuple[str, str]]
    before_you_speak: Sequence[Alert]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The position of today in words, where to look next, and what a place can answer.

    ``questions`` are those to a place that have no answer yet.
    """

    position: Position | None
    place: str
    currency: Currency | None
    leads: Leads | None
    questions: Sequence[WorkItem]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class History:
    """What happened, in events and as a drawing, and the sources that disagree."""

    events: Events
    timeline: Timeline | None
    choices: Sequence[in_words.Piece]
    outweighed: Sequence[in_words.Piece]
    by_hand: ByHand


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The facts about a young person. ``checked`` is their record in the return."""

    known: Particulars
    died: bool
    may_be_at_risk: bool
    details: Details
    whereabouts: Whereabouts
    history: History
    checked: OneRecord | None
    at_home: Sequence[AtHome]


def person_facts(
    read: Known,
    parts: frozenset[Part],
    contacts: Sequence[Contact],
    by_hand: ByHand,
    names: dict[str, str],
    day: date,
) -> PersonFacts:
    """Reads and words the facts; ``names`` are those of users by their address."""
    known = read.folded
    left = known.known.departure
    return PersonFacts(
        known=known.known,
        died=left is not None and left.status == domain.reference.codes.DIED,
        may_be_at_risk=any(each.year_group in AT_RISK for each in known.members[:1]),
        details=_details(known, provenance.makers_of(by_hand, names), day),
        whereabouts=_whereabouts(read.person, known, parts, day),
        history=_history(known, contacts, by_hand, names, day),
        checked=actions.casework.record_check.check_one(
            read, day=day, database=current_app.config["TRACKER"].needed_database_id
        ),
        at_home=at_home(read.person, known.known),
    )


def _details(known: Folded, makers: Makers, day: date) -> Details:
    school = _school(known)
    at_school = register().by_key(school) if school else None
    rows = list(
        particulars(
            without_pupil_numbers(known.known, day),
            at_school.name if at_school else places.place(school),
            day,
            me().does.permissions,
            known.evidence,
            makers,
        )
    )
    changeable = _changeable(known.known, day)
    return Details(
        rows,
        changeable,
        [each for each in to_add(rows) if each[0] in changeable],
        before_you_speak(
            known.known,
            known.evidence,
            me().does.permissions,
            restrictions=[
                (
                    institution_of(each.institution, register()).name
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
    )


def _whereabouts(
    person: int, known: Folded, parts: frozenset[Part], day: date
) -> Whereabouts:
    position = known.position
    waiting = (
        actions.leavers.place_questions.open_about(person, within=scope())
        if Part.PLACE_QUESTION in parts
        else []
    )
    return Whereabouts(
        position,
        in_words.place_of(position),
        currency(position, day),
        looked_for.of_person(
            person,
            position,
            _school(known),
            today=day,
            within=scope(),
            may_read=may_see_contact,
        ),
        waiting,
        _may_ask(known, waiting, register(), day),
    )


def _history(
    known: Folded,
    contacts: Sequence[Contact],
    by_hand: ByHand,
    names: dict[str, str],
    day: date,
) -> History:
    position = known.position
    stated = Stated.of(known, [entry for entry, _ in by_hand], names, register())
    return History(
        events(
            stated.stretches(position),
            contacts,
            cut=request.args.get("show"),
            may_see_contact=may_see_contact,
        ),
        timeline.drawn(
            known.spells,
            position,
            day,
            known.known.identity.born,
            contacts=[each for each in contacts if may_see_contact(each)],
        ),
        stated.choices(),
        stated.outweighed(),
        _alone(by_hand, contacts),
    )


def _school(known: Folded) -> str | None:
    """The key of their school in Year 11."""
    return known.members[0].year_11_school if known.members else None


def _may_ask(
    known: Folded,
    waiting: Sequence[WorkItem],
    register: Directory,
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


def _alone(by_hand: ByHand, contacts: Sequence[Contact]) -> ByHand:
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
