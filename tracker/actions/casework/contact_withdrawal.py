"""Contacts recorded for the wrong person: taken back, and put back.

A restricted contact is its author's and the team leaders'. Only they take it back or
put it back, and they give the reason.
"""

from collections.abc import Collection
from dataclasses import replace

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.casework.contact import Channel, Visibility
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.contacts import Contact, ContactNote

LONGEST_REASON = 500


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
        if contact.session_id is None:
            evidence.withdraw_inside(contact.entry_id, within=within, act=act)
        contact.withdrawn_at = act.at
        _keep(reason, "Taken back", contact, act)
        store.casework.follow_ups.withdraw(contact.id, act.at)
        act.note(Action.CONTACT_WITHDRAWN, f"contact {contact.id}")


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
        if contact.session_id is None:
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
