"""Contacts: written down, corrected or added to, taken back; and what is due next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.history import double_submission, evidence
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.history.evidence import Statement, Tier, detail
from tracker.domain.history.membership import Folded, fold
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, ContactNote
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.people.records import Person

SOURCE = "adviser's contact"

#: How long whoever wrote a note may correct it; after that it is only added to.
CORRECTED_WITHIN = timedelta(hours=24)
#: A contact of longer ago is nobody's memory any more.
OLDEST = timedelta(days=366)


class NotRecorded(Refusal):
    """It cannot be written down like this; the text says why, ``field`` where."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes down of one contact.

    ``confirms`` says that the young person is still doing the same. ``wrong`` is the
    number that turned out to be somebody else's, ``number`` another to reach them on.
    """

    outcome: Outcome
    channel: Channel
    made_on: date
    spoke_with: str = ""
    note: str = ""
    visibility: Visibility = Visibility.TEAM
    confirms: bool = False
    wrong: str | None = None
    number: str = ""


def record(
    person: int,
    said: Said,
    *,
    next_due: date | None,
    what: str = "",
    within: Scope,
    by: str,
    at: datetime,
    on: date,
) -> Contact:
    """Writes a contact down, with what it confirms and when the next one is due.

    All of it is one entry, which can be taken back. Whoever sends the same twice gets
    what the first wrote. Raises NotRecorded.
    """
    kept = standing(person, within)
    _must_be_sound(said, next_due, on)
    statements: list[Statement] = []
    if said.confirms:
        statements.append(_confirmed(kept, said))
    if said.number:
        statements.append(detail("phone", phone=said.number))
    contact = Contact(
        authority=kept.authority,
        person_id=kept.id,
        made_on=said.made_on,
        outcome=said.outcome,
        channel=said.channel,
        spoke_with=said.spoke_with,
        note=said.note,
        visibility=said.visibility,
        number=said.wrong,
        written_at=at,
        written_by=by,
    )
    with store.database.base.transaction():
        store.people.records.hold(kept.authority)
        for each in store.casework.contacts.alike(
            contact, next_due, what, since=at - double_submission.WITHIN
        ):
            if store.casework.entries.tells(each.entry_id, statements):
                return each
        (contact.entry_id,) = evidence.take_in(
            [
                evidence.Contact(
                    person=kept.id,
                    statements=tuple(statements),
                    as_at=said.made_on,
                    by=by,
                    at=at,
                )
            ],
            authority=kept.authority,
            tier=Tier.ADVISER,
            source=SOURCE,
            on=on,
        )
        db.session.add(contact)
        db.session.flush()
        set_follow_up(kept, contact.id, next_due, what, by=by, at=at)
        store.accounts.audit.write(
            authority=kept.authority,
            at=at,
            by=by,
            action=Action.CONTACT_RECORDED,
            subject=f"person {kept.id}",
            contact=contact.id,
            outcome=said.outcome,
        )
    return contact


def standing(person: int, within: Scope) -> Person:
    """The record of a person who may be written about. Raises NotRecorded."""
    found = store.people.records.get(person, within=within)
    if found is None:
        raise NotRecorded(f"There is no young person {person}.")
    if found.merged_into is not None:
        raise NotRecorded(
            f"Record {person} was merged into young person {found.merged_into}: record "
            "it there."
        )
    return found


def _must_be_sound(said: Said, next_due: date | None, on: date) -> None:
    if said.made_on > on:
        raise NotRecorded("The contact must be today or in the past.", "made_on")
    if said.made_on < on - OLDEST:
        raise NotRecorded("The contact must be within the past year.", "made_on")
    if next_due is not None and next_due < on:
        raise NotRecorded(
            "The next contact cannot be due before today. Choose another day.", "due"
        )
    if said.confirms and not said.outcome.reached:
        raise NotRecorded(
            "Only the young person or a parent or carer can confirm this.",
            "confirms",
        )


def folded(person: Person, day: date) -> Folded | None:
    """What is known of somebody, with their position on a day."""
    told = next(iter(store.history.evidence.histories([person.id])))[1]
    return fold(
        person.id,
        person.authority,
        told,
        on=(day,),
        resolve=store.institutions.register.directory().resolve,
    )


def _confirmed(person: Person, said: Said) -> Statement:
    known = folded(person, said.made_on)
    member = known.members[0] if known is not None and known.members else None
    same = domain.history.still_doing.still_the_same(
        known.spells if known is not None else (),
        member.position if member is not None else None,
        said.made_on,
    )
    if same is None:
        raise NotRecorded(
            "There is nothing to confirm. Update the status instead.", "confirms"
        )
    return same


def proposals(
    person: Person, lapses: date | None, on: date
) -> dict[Outcome, domain.casework.follow_up.FollowUp]:
    """What each outcome would make the next follow-up of one person be."""
    tries = store.casework.contacts.unanswered(store.casework.contacts.of(person.id))
    in_touch = settings.of(person.authority).in_touch
    return {
        outcome: domain.casework.follow_up.proposed(
            outcome, on, unanswered_before=tries, lapses=lapses, in_touch=in_touch
        )
        for outcome in Outcome
    }


def set_follow_up(
    person: Person,
    contact: int | None,
    due: date | None,
    what: str,
    *,
    by: str,
    at: datetime,
) -> None:
    """Says when somebody is due next, in the transaction at hand."""
    db.session.add(
        FollowUp(
            authority=person.authority,
            person_id=person.id,
            contact_id=contact,
            due=due,
            what=what,
            set_at=at,
            set_by=by,
        )
    )


def follow_up_on(
    person: int,
    due: date | None,
    what: str,
    *,
    within: Scope,
    by: str,
    at: datetime,
    on: date,
) -> None:
    """Puts the next contact on another day, or says that none is due."""
    kept = standing(person, within)
    if due is not None and due < on:
        raise NotRecorded("The next contact cannot be due before today.", "due")
    with store.database.base.transaction():
        set_follow_up(kept, None, due, what, by=by, at=at)
        store.accounts.audit.write(
            authority=kept.authority,
            at=at,
            by=by,
            action=Action.FOLLOW_UP_SET,
            subject=f"person {kept.id}",
        )


def is_open(contact: Contact, *, to: str, leads: bool) -> bool:
    """Whether a user may see a contact at all: a restricted one is its author's, and
    that of those who lead the team (``leads``).
    """
    return (
        leads or contact.visibility != Visibility.RESTRICTED or contact.written_by == to
    )


def may_correct(contact: Contact, *, by: str, at: datetime) -> bool:
    """Whether somebody may still correct a note, and not only add to it."""
    return contact.written_by == by and at - contact.written_at <= CORRECTED_WITHIN


def amend(
    contact: Contact, note: str, *, corrects: bool, by: str, at: datetime
) -> None:
    """Corrects the note of a contact, or adds to it. What was said before is kept.

    Raises NotRecorded.
    """
    if not note.strip():
        raise NotRecorded("Enter a note.", "note")
    if corrects and not may_correct(contact, by=by, at=at):
        raise NotRecorded(
            "A note is corrected by whoever wrote it, within 24 hours. Add to it "
            "instead.",
            "note",
        )
    with store.database.base.transaction():
        db.session.add(
            ContactNote(
                contact_id=contact.id,
                corrects=corrects,
                note=note.strip(),
                written_at=at,
                written_by=by,
            )
        )
        store.accounts.audit.write(
            authority=contact.authority,
            at=at,
            by=by,
            action=Action.CONTACT_CORRECTED if corrects else Action.CONTACT_EXTENDED,
            subject=f"contact {contact.id}",
        )


def withdraw(
    contact: Contact, *, within: Scope, by: str, at: datetime, on: date
) -> None:
    """Takes a contact back, which was written down of the wrong person.

    What it confirmed and the follow-up that it set go with it. Of a group session it is
    taken back for this one alone. Raises NotRecorded.
    """
    with store.database.base.transaction():
        # Of two clicks on the button, the second finds it done.
        db.session.refresh(contact, with_for_update=True)
        if contact.withdrawn_at is not None:
            raise NotRecorded("This contact has already been taken back.")
        if contact.session_id is None:
            evidence.take_back(contact.entry_id, within=within, by=by, at=at, on=on)
        contact.withdrawn_at = at
        store.casework.follow_ups.withdraw(contact.id, at)
        store.accounts.audit.write(
            authority=contact.authority,
            at=at,
            by=by,
            action=Action.CONTACT_WITHDRAWN,
            subject=f"contact {contact.id}",
        )
