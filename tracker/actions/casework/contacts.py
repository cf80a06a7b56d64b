"""Contacts: recorded, corrected and added to; and the next follow-up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import domain, store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history import double_submission, evidence
from tracker.actions.history.known_person import Known, unmerged_record
from tracker.domain.casework.contact import (
    Channel,
    Informant,
    Outcome,
    Purpose,
    Visibility,
    informant_of,
)
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.reference import contact_details
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

    ``confirms`` means that the young person is still doing the same; ``review`` is then
    the day of the next review, of an activity that has one. ``wrong`` is a number that
    turned out to be another person's, ``number`` a number to reach them on.
    ``purpose`` is None where the adviser leaves it open.
    """

    outcome: Outcome
    channel: Channel
    made_on: date
    spoke_with: str = ""
    note: str = ""
    visibility: Visibility = Visibility.TEAM
    confirms: bool = False
    review: date | None = None
    expected_end: date | None = None
    wrong: str | None = None
    number: str = ""
    purpose: Purpose | None = None

    @property
    def informant(self) -> Informant | None:
        return informant_of(self.outcome, self.channel)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The day of the next follow-up, None for none, and its purpose."""

    due: date | None
    what: str = ""


def statements(new: NewContact, known: Known) -> tuple[Statement, ...]:
    """What a contact itself states: that they do the same, and another number."""
    same = still_the_same(new, known) if new.confirms else None
    found: list[Statement] = [] if same is None else [same]
    if new.number:
        found.append(detail("phone", phone=contact_details.phone(new.number).value))
    return tuple(found)


def write(
    kept: Person,
    new: NewContact,
    learned: Sequence[Statement],
    following: NextStep,
    *,
    tier: Tier,
    source: str,
    act: Act,
    also: Sequence[evidence.UserEvidence] = (),
) -> Contact:
    """Writes a contact, its entry and its follow-up, inside the open transaction.

    ``also`` is evidence of what was learned as at an earlier day. The same form sent
    twice gives the contact of the first.
    """
    contact = Contact(
        authority=kept.authority,
        person_id=kept.id,
        made_on=new.made_on,
        outcome=new.outcome,
        channel=new.channel,
        spoke_with=new.spoke_with,
        purpose=new.purpose,
        note=new.note,
        visibility=new.visibility,
        number=new.wrong,
        written_at=act.at,
        written_by=act.by,
    )
    for each in store.casework.contacts.alike(
        contact, following.due, following.what, since=act.at - double_submission.WITHIN
    ):
        if store.casework.entries.holds_exactly(each.entry_id, learned):
            return each
    contact.entry_id = evidence.record_inside(
        [evidence.UserEvidence(kept.id, tuple(learned), new.made_on), *also],
        tier=tier,
        source=source,
        act=act,
    )
    store.database.base.insert(contact)
    set_follow_up(kept.id, contact.id, following.due, following.what, act=act)
    act.note(
        Action.CONTACT_RECORDED,
        f"person {kept.id}",
        contact=contact.id,
        outcome=new.outcome,
    )
    return contact


def write_of_list(
    entry: int, people: Sequence[int], informant: Informant, made_on: date, *, act: Act
) -> None:
    """Writes the contact behind each status of a list, inside the open transaction.

    It settles the follow-ups that were due by then. Hearsay is no contact.
    """
    outcome = informant.outcome
    if outcome is None:
        return
    written = [
        Contact(
            authority=act.authority,
            person_id=person,
            entry_id=entry,
            made_on=made_on,
            outcome=outcome,
            channel=Channel.STATUS_UPDATE,
            spoke_with="",
            note="",
            visibility=Visibility.TEAM,
            written_at=act.at,
            written_by=act.by,
        )
        for person in people
    ]
    db.session.add_all(written)
    db.session.flush()
    then = domain.casework.follow_up.proposed(
        outcome,
        act.on,
        unanswered_before=0,
        lapses=None,
        in_touch=settings.of(act.authority).in_touch,
    )
    due = store.casework.follow_ups.due_of(people)
    for each in written:
        if due.get(each.person_id, date.max) <= act.on:
            set_follow_up(each.person_id, each.id, then.due, then.what, act=act)


def problems(new: NewContact, on: date) -> Iterator[tuple[str, str]]:
    """What cannot be true of a contact: each a field and its sentence."""
    if new.made_on > on:
        yield "made_on", "The contact must be today or in the past."
    elif new.made_on < on - OLDEST:
        yield "made_on", "The contact must be within the past year."
    if reason := contact_details.phone(new.number).reason:
        yield "number", reason


def problems_of_confirming(new: NewContact, known: Known) -> Iterator[tuple[str, str]]:
    """What cannot be true of a contact that confirms what the young person does."""
    if new.informant is None:
        yield (
            "confirms",
            "Only the young person, a parent or carer or their provider can confirm "
            "this.",
        )
    elif still_the_same(new, known) is None:
        yield "confirms", "There is nothing to confirm. Update the status instead."
    elif new.review is not None and new.review < new.made_on:
        yield "review", "The review cannot be before the contact."
    elif new.expected_end is not None and new.expected_end < new.made_on:
        yield (
            "expected_end",
            "The end cannot be before the contact. If they have left, choose "
            "“Something else”.",
        )


def problems_of_next(following: NextStep, on: date) -> Iterator[tuple[str, str]]:
    """What is wrong with the next step."""
    if following.due is not None and following.due < on:
        yield "due", "The next contact cannot be due before today. Choose another day."


def still_the_same(new: NewContact, known: Known) -> Statement | None:
    """The activity on the day of a contact as a new statement; None without one."""
    then = known.opened_on(new.made_on)
    return domain.history.still_doing.still_the_same(
        then.spells,
        then.position,
        new.made_on,
        review=new.review,
        expected_end=new.expected_end,
    )


def proposals(
    person: Person, lapses: date | None, on: date
) -> dict[Outcome, domain.casework.follow_up.FollowUp]:
    """The next follow-up that each outcome would propose for a person."""
    tries = store.casework.contacts.unanswered(
        store.casework.contacts.outcomes(person.id)
    )
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
    kept = unmerged_record(person, within=within)
    if due is not None and due < act.on:
        raise Refusal("The next contact cannot be due before today.", "due")
    with store.database.base.transaction():
        set_follow_up(kept.id, None, due, what, act=act)
        act.note(Action.FOLLOW_UP_SET, f"person {kept.id}")


def may_correct(contact: Contact, *, act: Act) -> bool:
    """Whether a user may still correct a note, instead of only adding to it."""
    if contact.row_id is not None:
        return False
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
