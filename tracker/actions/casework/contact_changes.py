"""Contacts that are not right: corrected, taken back, and put back.

Its author corrects a contact within 24 hours, and what stood there before is kept. A
restricted contact is its author's and the team leaders'. Only they take it back or
put it back, and they give the reason.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.casework import contacts, status
from tracker.actions.casework.contacts import NewContact
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.casework.contact import (
    Channel,
    Informant,
    Outcome,
    Purpose,
    Visibility,
    informant_of,
)
from tracker.domain.history.evidence import Doing, Statement
from tracker.domain.reference.academic_year import say_date
from tracker.extensions import db
from tracker.refusal import Refusal, refuse
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, ContactNote
from tracker.store.history.evidence import Entry

LONGEST_REASON = 500
_AGAIN = "Take the contact back, and record it again."


@dataclass(frozen=True, slots=True)
class Corrected:
    """A contact as its author corrects it."""

    outcome: Outcome
    channel: Channel
    made_on: date
    spoke_with: str = ""
    note: str = ""
    visibility: Visibility = Visibility.TEAM
    purpose: Purpose | None = None


def is_alone(contact: Contact) -> bool:
    """Whether a contact was recorded by itself, and not with a session or a list."""
    of_list = contact.channel == Channel.STATUS_UPDATE
    return contact.session_id is None and not of_list


def correct(contact: Contact, to: Corrected, *, within: Scope, act: Act) -> None:
    """Corrects a contact, and keeps what stood there before.

    What was learned in it counts from the corrected day, and as far as its corrected
    source is relied on. The follow-up that it set stays. Nothing is done where nothing
    differs. Raises Refusal with every problem.
    """
    with store.people.records.changing(contact.authority):
        db.session.refresh(contact, with_for_update=True)
        if not contacts.may_correct(contact, act=act):
            raise Refusal(
                "A contact is corrected by its author, within 24 hours. Add to its "
                "note instead.",
                "note",
            )
        if contact.withdrawn_at is not None:
            raise Refusal("This contact has already been taken back.")
        if not is_alone(contact):
            raise Refusal(
                "This contact was recorded with others. Only its note can be corrected."
            )
        stated = store.casework.entries.statements_of(
            contact.entry_id, contact.person_id
        )
        refuse(_problems(contact, to, stated, act.on))
        earlier = {
            name: getattr(contact, name) or ""
            for name in store.casework.contacts.CORRECTED
            if (getattr(contact, name) or "") != (getattr(to, name) or "")
        }
        if not earlier and to.note == contact.newest_note:
            return
        informant = _informant(contact)
        if "outcome" in earlier and contact.number is not None:
            # It is no wrong number any more.
            earlier["number"], contact.number = contact.number, None
        for name in earlier.keys() - {"number"}:
            setattr(contact, name, getattr(to, name))
        if stated:
            _state_again(contact, stated, informant, "made_on" in earlier, within, act)
        db.session.add(
            ContactNote(
                contact_id=contact.id,
                corrects=True,
                note=to.note,
                written_at=act.at,
                written_by=act.by,
                **earlier,
            )
        )
        act.note(
            Action.CONTACT_CORRECTED,
            f"contact {contact.id}",
            changed=", ".join(sorted(earlier)),
        )


def _informant(contact: Contact) -> Informant | None:
    return informant_of(Outcome(contact.outcome), Channel(contact.channel))


def _problems(
    contact: Contact, to: Corrected, stated: Sequence[Statement], on: date
) -> Iterator[tuple[str, str]]:
    new = NewContact(to.outcome, to.channel, to.made_on)
    yield from contacts.problems(new, on)
    if not stated:
        return
    before, after = _informant(contact), new.informant
    if before is not None and after is None:
        yield "outcome", f"Something was learned in this contact. {_AGAIN}"
    elif after is Informant.PROVIDER and before is not after:
        # What an institution may pass on is checked where it is recorded.
        yield "outcome", f"Something was learned in this contact. {_AGAIN}"
    for each in stated:
        if isinstance(each, Doing) and each.starts and each.starts > to.made_on:
            yield (
                "made_on",
                f"What was learned in it began on {say_date(each.starts)}. {_AGAIN}",
            )


def _state_again(
    contact: Contact,
    stated: tuple[Statement, ...],
    before: Informant | None,
    another_day: bool,
    within: Scope,
    act: Act,
) -> None:
    """Records what was learned with the corrected day and informant."""
    entries, old, after = store.casework.entries, contact.entry_id, _informant(contact)
    another = before is not None and after is not None and after is not before
    if not another and not another_day:
        return
    tier, source = entries.tier_of(old), entries.source_of(old)
    if another and after is not None:
        tier = after.tier
        if source.startswith(status.SOURCE):
            source = status.source(after)
    contact.entry_id = evidence.record_inside(
        [UserEvidence(contact.person_id, stated, contact.made_on)],
        tier=tier,
        source=source,
        act=act,
    )
    # The contact has the new entry by now, and stays when the old one goes.
    db.session.flush()
    evidence.withdraw_inside(old, within=within, act=act)


def may_take_back(
    contact: Contact, permissions: Collection[Permission], *, by: str
) -> bool:
    """Whether a user with these permissions may take a contact back, or put it back."""
    return (
        contact.visibility != Visibility.RESTRICTED
        or contact.written_by == by
        or Permission.SEE_RESTRICTED_CONTACTS in permissions
    )


def withdraw(
    contact: Contact,
    *,
    because: str = "",
    permissions: Collection[Permission] = (),
    within: Scope,
    act: Act,
) -> None:
    """Withdraws a contact that was recorded on the wrong person.

    What it confirmed and the follow-up that it set are withdrawn too. A contact of a
    group session is withdrawn for this one person. Raises Refusal with the reason.
    """
    with store.database.base.transaction():
        # If the button is clicked twice, the second click finds the contact withdrawn.
        db.session.refresh(contact, with_for_update=True)
        reason = _reason(contact, because, permissions, act)
        if contact.withdrawn_at is not None:
            raise Refusal("This contact has already been taken back.")
        if is_of_list(contact):
            raise Refusal(
                "This was saved for several people at once. Take back the whole list: "
                f"entry {contact.entry_id}."
            )
        if contact.row_id is not None:
            _refuse_with_status(contact.row_id)
        elif contact.session_id is None:
            evidence.withdraw_inside(contact.entry_id, within=within, act=act)
        contact.withdrawn_at = act.at
        _keep(reason, "Taken back", contact, act)
        store.casework.follow_ups.withdraw(contact.id, act.at)
        act.note(Action.CONTACT_WITHDRAWN, f"contact {contact.id}")


def _refuse_with_status(row: int) -> None:
    """Raises Refusal for a contact that was moved in with a status: both are of the
    line of one file.
    """
    moved = store.casework.moved_contacts
    if not moved.states_something(row):
        return
    batch, file, line = moved.batch_of(row) or (0, "its file", 0)
    raise Refusal(
        f"A status was moved in with this contact. Withdraw batch {batch}, or correct "
        f"line {line} of {file} and load it again."
    )


def _refuse_of_withdrawn_file(contact: Contact) -> None:
    entry = db.session.get_one(Entry, contact.entry_id)
    if entry.withdrawn_at is not None:
        raise Refusal(
            "The file that it was moved in with is withdrawn. Apply it again."
        )


def is_of_list(contact: Contact) -> bool:
    """Whether a contact was recorded with others of one list, which is one entry."""
    return (
        contact.channel == Channel.STATUS_UPDATE
        and len(store.casework.contacts.of_entry(contact.entry_id)) > 1
    )


def restore(
    contact: Contact,
    *,
    because: str = "",
    permissions: Collection[Permission] = (),
    act: Act,
) -> None:
    """Puts a contact back that was taken back by mistake.

    What it confirmed counts again, as its author recorded it, and so does its
    follow-up. Raises Refusal with the reason.
    """
    with store.people.records.changing(contact.authority):
        db.session.refresh(contact, with_for_update=True)
        reason = _reason(contact, because, permissions, act)
        if contact.withdrawn_at is None:
            raise Refusal("This contact has not been taken back.")
        if contact.row_id is not None:
            _refuse_of_withdrawn_file(contact)
        elif contact.session_id is None:
            contact.entry_id = _recorded_again(contact, act)
        elif _session_is_withdrawn(contact):
            raise Refusal("The whole group session was taken back. Record it again.")
        contact.withdrawn_at = None
        _keep(reason, "Put back", contact, act)
        store.casework.follow_ups.restore(contact.id)
        act.note(Action.CONTACT_RESTORED, f"contact {contact.id}")


def _recorded_again(contact: Contact, act: Act) -> int:
    """Records what a contact stated once more; returns the number of the new entry."""
    entries, number = store.casework.entries, contact.entry_id
    stated = entries.statements_of(number, contact.person_id)
    return evidence.record_inside(
        [UserEvidence(contact.person_id, stated, contact.made_on)],
        tier=entries.tier_of(number),
        source=entries.source_of(number),
        act=replace(act, by=contact.written_by),
    )


def _keep(reason: str, done: str, contact: Contact, act: Act) -> None:
    """Keeps the reason with the notes, which those who may see the contact read."""
    if reason:
        db.session.add(
            ContactNote(
                contact_id=contact.id,
                corrects=False,
                note=f"{done}: {reason}",
                written_at=act.at,
                written_by=act.by,
            )
        )


def _session_is_withdrawn(contact: Contact) -> bool:
    session = db.session.get(store.casework.contacts.GroupSession, contact.session_id)
    return session is not None and session.withdrawn_at is not None


def _reason(
    contact: Contact, because: str, permissions: Collection[Permission], act: Act
) -> str:
    """The reason as it is kept. Raises Refusal."""
    if not may_take_back(contact, permissions, by=act.by):
        raise Refusal(
            "A restricted contact is taken back and put back only by the person who "
            "recorded it, or by a team leader."
        )
    reason = " ".join(because.split())
    if contact.visibility == Visibility.RESTRICTED and not reason:
        raise Refusal("Enter the reason.", "because")
    if len(reason) > LONGEST_REASON:
        raise Refusal(
            f"Reason must be {LONGEST_REASON} characters or fewer.", "because"
        )
    return reason
