"""Contacts: recorded, corrected and added to; and the next follow-up."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history import by_hand, double_submission, evidence, positions
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement
from tracker.domain.history.membership import Folded
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, ContactNote
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.people.records import Person

SOURCE = "adviser's contact"

#: How long the author of a note may correct it; after that they can only add to it.
CORRECTED_WITHIN = timedelta(hours=24)
#: No adviser still remembers a contact of longer ago.
OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewContact:
    """What an adviser writes down about one contact.

    ``confirms`` means that the young person is still doing the same. ``wrong`` is a
    number that turned out to be another person's, ``number`` a number to reach them on.
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
    new: NewContact,
    *,
    next_due: date | None,
    what: str = "",
    within: Scope,
    act: Act,
) -> Contact:
    """Records a contact, with what it confirms and the day of the next follow-up.

    All of it is one entry, which can be withdrawn. If the same form is sent twice, the
    second call returns the contact of the first. Raises Refusal with the reason.
    """
    kept = unmerged_person(person, within)
    _must_be_sound(new, next_due, act.on)
    statements: list[Statement] = []
    if new.confirms:
        statements.append(_confirmed(kept, new))
    if new.number:
        statements.append(detail("phone", phone=new.number))
    contact = Contact(
        authority=kept.authority,
        person_id=kept.id,
        made_on=new.made_on,
        outcome=new.outcome,
        channel=new.channel,
        spoke_with=new.spoke_with,
        note=new.note,
        visibility=new.visibility,
        number=new.wrong,
        written_at=act.at,
        written_by=act.by,
    )
    with store.people.records.changing(kept.authority):
        for each in store.casework.contacts.alike(
            contact, next_due, what, since=act.at - double_submission.WITHIN
        ):
            if store.casework.entries.holds_exactly(each.entry_id, statements):
                return each
        contact.entry_id = evidence.record_inside(
            [evidence.UserEvidence(kept.id, tuple(statements), new.made_on)],
            source=SOURCE,
            act=act,
        )
        store.database.base.insert(contact)
        set_follow_up(kept.id, contact.id, next_due, what, act=act)
        act.note(
            Action.CONTACT_RECORDED,
            f"person {kept.id}",
            contact=contact.id,
            outcome=new.outcome,
        )
    return contact


def unmerged_person(person: int, within: Scope) -> Person:
    """The record of a person, if contacts may be recorded on it.

    Raises Refusal with the reason.
    """
    found = by_hand.known_person(person, within=within)
    if found.merged_into is not None:
        raise Refusal(
            f"Record {person} was merged into young person {found.merged_into}: record "
            "it there."
        )
    return found


def _must_be_sound(new: NewContact, next_due: date | None, on: date) -> None:
    if new.made_on > on:
        raise Refusal("The contact must be today or in the past.", "made_on")
    if new.made_on < on - OLDEST:
        raise Refusal("The contact must be within the past year.", "made_on")
    if next_due is not None and next_due < on:
        raise Refusal(
            "The next contact cannot be due before today. Choose another day.", "due"
        )
    if new.confirms and not new.outcome.reached:
        raise Refusal(
            "Only the young person or a parent or carer can confirm this.", "confirms"
        )


def folded(person: Person, day: date, *, opened: bool = False) -> Folded | None:
    """The folded evidence about a person, with their position on a day.

    None for a person without evidence. ``opened`` folds what is sealed with its codes.
    """
    only = [person.id]
    found = positions.folded_on(only, person.authority, [day], opened=opened)
    return next(found, None)


def _confirmed(person: Person, new: NewContact) -> Statement:
    known = folded(person, new.made_on, opened=True)
    same = domain.history.still_doing.still_the_same(
        known.spells if known else (),
        known.members[0].position if known and known.members else None,
        new.made_on,
    )
    if same is None:
        raise Refusal(
            "There is nothing to confirm. Update the status instead.", "confirms"
        )
    return same


def proposals(
    person: Person, lapses: date | None, on: date
) -> dict[Outcome, domain.casework.follow_up.FollowUp]:
    """The next follow-up that each outcome would propose for a person."""
    tries = store.casework.contacts.unanswered(store.casework.contacts.of(person.id))
    in_touch = settings.of(person.authority).in_touch
    return {
        outcome: domain.casework.follow_up.proposed(
            outcome, on, unanswered_before=tries, lapses=lapses, in_touch=in_touch
        )
        for outcome in Outcome
    }


def set_follow_up(
    person: int, contact: int | None, due: date | None, what: str, *, act: Act
) -> None:
    """Sets the day of a person's next follow-up, inside the open transaction."""
    db.session.add(
        FollowUp(
            authority=act.authority,
            person_id=person,
            contact_id=contact,
            due=due,
            what=what,
            set_at=act.at,
            set_by=act.by,
        )
    )


def follow_up_on(
    person: int, due: date | None, what: str, *, within: Scope, act: Act
) -> None:
    """Moves the next follow-up to another day, or records that none is due.

    Raises Refusal with the reason.
    """
    kept = unmerged_person(person, within)
    if due is not None and due < act.on:
        raise Refusal("The next contact cannot be due before today.", "due")
    with store.database.base.transaction():
        set_follow_up(kept.id, None, due, what, act=act)
        act.note(Action.FOLLOW_UP_SET, f"person {kept.id}")


def may_correct(contact: Contact, *, act: Act) -> bool:
    """Whether a user may still correct a note, instead of only adding to it."""
    age = act.at - contact.written_at
    return contact.written_by == act.by and age <= CORRECTED_WITHIN


def amend(contact: Contact, note: str, *, corrects: bool, act: Act) -> None:
    """Corrects the note of a contact, or adds to it. The earlier note is kept.

    Raises Refusal with the reason.
    """
    if not note.strip():
        raise Refusal("Enter a note.", "note")
    if corrects and not may_correct(contact, act=act):
        raise Refusal(
            "A note is corrected by its author, within 24 hours. Add to it instead.",
            "note",
        )
    with store.database.base.transaction():
        db.session.add(
            ContactNote(
                contact_id=contact.id,
                corrects=corrects,
                note=note.strip(),
                written_at=act.at,
                written_by=act.by,
            )
        )
        action = Action.CONTACT_CORRECTED if corrects else Action.CONTACT_EXTENDED
        act.note(action, f"contact {contact.id}")
