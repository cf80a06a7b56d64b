"""Contacts with young people: the person reached, the day, the channel, the note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import BigInteger, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.access import Scope
from tracker.domain.casework.contact import (
    NOT_TRIED,
    Channel,
    Outcome,
    Purpose,
    Visibility,
)
from tracker.extensions import Model, db
from tracker.store.casework.follow_ups import FollowUp
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.history.evidence import Entry
from tracker.store.people import records


class Contact(Model):
    """One contact with one young person, tied to the record that it was recorded for.

    ``row_id`` is the line of the file with which a contact of the earlier system was
    moved in. Its author has no account here.

    ``number`` is the telephone number that turned out to be another person's, and
    ``purpose`` what the contact was for, where its author gives it.
    ``withdrawn_at`` is set when the contact was recorded for the wrong person.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_person", "person_id", "made_on"),
        base.one_of("outcome", Outcome),
        base.one_of("channel", Channel),
        base.one_of("visibility", Visibility),
        base.one_of("purpose", Purpose),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("group_sessions.id"), index=True
    )
    made_on: Mapped[date]
    outcome: Mapped[str]
    channel: Mapped[str]
    spoke_with: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    visibility: Mapped[str] = mapped_column(default=Visibility.TEAM)
    number: Mapped[str | None]
    row_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    written_at: Mapped[Moment]
    written_by: Mapped[str]
    withdrawn_at: Mapped[MaybeMoment]

    later: Mapped[list["ContactNote"]] = relationship(
        order_by="ContactNote.id", lazy="selectin"
    )

    @property
    def newest_note(self) -> str:
        """The note in its newest version: the last correction replaces it."""
        corrections = [each.note for each in self.later if each.corrects]
        return corrections[-1] if corrections else self.note

    @property
    def additions(self) -> list["ContactNote"]:
        return [each for each in self.later if not each.corrects]

    @property
    def replaced_notes(self) -> list[str]:
        """Every note that a correction replaced, the oldest first."""
        texts = [self.note, *(each.note for each in self.later if each.corrects)]
        # A correction of something else leaves the wording.
        return [earlier for earlier, later in pairwise(texts) if earlier != later]

    @property
    def corrections(self) -> list["ContactNote"]:
        """The corrections of more than the note, the oldest first."""
        return [each for each in self.later if each.earlier]


#: The condition for a contact, or an attempt at one, that counts: no note alone.
STANDS = (
    "c.withdrawn_at IS NULL AND c.outcome NOT IN"
    f" ({', '.join(repr(str(each)) for each in NOT_TRIED)})"
)

#: What a correction may change beside the note.
CORRECTED = ("made_on", "outcome", "channel", "spoke_with", "purpose", "visibility")


class ContactNote(Model):
    """A later note: it ``corrects`` the contact, or adds to its note.

    A correction keeps what stood there before, in the column of that name; null is what
    it left as it was, and an empty text what had not been given.
    """

    __tablename__ = "contact_notes"
    __table_args__ = (
        base.one_of("outcome", Outcome),
        base.one_of("channel", Channel),
        base.one_of("visibility", Visibility),
        base.one_of("purpose", ("", *Purpose)),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    corrects: Mapped[bool]
    note: Mapped[str]
    made_on: Mapped[date | None]
    outcome: Mapped[str | None]
    channel: Mapped[str | None]
    spoke_with: Mapped[str | None]
    purpose: Mapped[str | None]
    visibility: Mapped[str | None]
    number: Mapped[str | None]
    written_at: Mapped[Moment]
    written_by: Mapped[str]

    @property
    def earlier(self) -> dict[str, str | date]:
        """What stood there before this correction, by column."""
        found = {name: getattr(self, name) for name in CORRECTED}
        return {name: value for name, value in found.items() if value is not None}


class GroupSession(Model):
    """A session at one place on one day with several young people."""

    __tablename__ = "group_sessions"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    held_on: Mapped[date]
    place: Mapped[str]
    topic: Mapped[str] = mapped_column(default="")
    written_at: Mapped[Moment]
    written_by: Mapped[str]
    withdrawn_at: Mapped[MaybeMoment]


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last contact with a young person, and its outcome."""

    on: date
    outcome: Outcome
    channel: Channel
    by: str
    visibility: Visibility


def get(number: int, *, within: Scope) -> Contact | None:
    """The contact with that number, or None where it is outside the scope."""
    return base.of_number(Contact, number, base.whole(within))


def alike(
    contact: Contact, due: date | None, what: str, *, since: datetime
) -> Sequence[Contact]:
    """Contacts like this one, with the same follow-up, recorded since a moment.

    Only contacts by the same user that have not been withdrawn.
    """
    same = (
        *("person_id", "made_on", "outcome", "channel", "spoke_with", "note"),
        *("visibility", "number", "purpose", "written_by"),
    )
    return base.every(
        select(Contact)
        .join(FollowUp, FollowUp.contact_id == Contact.id)
        .where(
            *base.alike(contact, same),
            Contact.session_id.is_(None),
            Contact.withdrawn_at.is_(None),
            Contact.written_at >= since,
            FollowUp.due.is_not_distinct_from(due),
            FollowUp.what == what,
        )
        .order_by(Contact.id)
    )


def session_alike(
    session: GroupSession, persons: set[int], *, since: datetime
) -> GroupSession | None:
    """A session like this one that the same user recorded since a moment, or None."""
    same = ("authority", "held_on", "place", "topic", "written_by")
    for each in db.session.scalars(
        select(GroupSession)
        .where(
            *base.alike(session, same),
            GroupSession.withdrawn_at.is_(None),
            GroupSession.written_at >= since,
        )
        .order_by(GroupSession.id)
    ):
        if {contact.person_id for contact in of_session(each.id)} == persons:
            return each
    return None


def of(person: int) -> Sequence[Contact]:
    """Every contact with one person, on whichever of their records, the newest first.

    Withdrawn contacts are left out.
    """
    return base.every(_of(person))


def _of(person: int) -> Select[Contact]:
    return (
        select(Contact)
        .where(
            Contact.person_id.in_(records.under(person)), Contact.withdrawn_at.is_(None)
        )
        .order_by(Contact.made_on.desc(), Contact.id.desc())
    )


def withdrawn(person: int) -> Sequence[Contact]:
    """Every contact with one person that was taken back, the newest first."""
    return base.every(
        select(Contact)
        .where(
            Contact.person_id.in_(records.under(person)),
            Contact.withdrawn_at.is_not(None),
            # Those of a withdrawn file went with it: no one took them back.
            Contact.row_id.is_(None)
            | Contact.entry_id.in_(select(Entry.id).filter_by(withdrawn_at=None)),
        )
        .order_by(Contact.made_on.desc(), Contact.id.desc())
    )


def last_of(persons: Sequence[int]) -> dict[int, LastContact]:
    """The last contact with each of these people, by person."""
    found = base.stream(
        "SELECT DISTINCT ON (r.root) r.root, c.made_on, c.outcome, c.channel,"
        " c.written_by, c.visibility FROM"
        " (SELECT id, COALESCE(merged_into, id) AS root FROM people"
        "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        f" JOIN contacts c ON c.person_id = r.id AND {STANDS}"
        " ORDER BY r.root, c.made_on DESC, c.id DESC",
        list(persons),
        list(persons),
    )
    return {person: last_contact(*last) for person, *last in found}


def last_contact(
    on: date, outcome: str, channel: str, by: str, visibility: str
) -> LastContact:
    """The last contact in a row of its columns."""
    return LastContact(
        on, Outcome(outcome), Channel(channel), by, Visibility(visibility)
    )


def outcomes(person: int) -> list[Outcome]:
    """The outcome of every contact with one person, the newest first."""
    query = _of(person).with_only_columns(Contact.outcome)
    return [Outcome(each) for each in db.session.scalars(query)]


def unanswered(outcomes: Iterable[Outcome]) -> int:
    """The number of unanswered attempts in a row, with the newest outcome first.

    A word with a provider in between, or a note, answers none of them.
    """
    count = 0
    for each in outcomes:
        if each in (Outcome.PROVIDER, *NOT_TRIED):
            continue
        if not each.unanswered:
            break
        count += 1
    return count


def of_entry(number: int) -> Sequence[Contact]:
    """The contacts that were recorded with an entry and have not been withdrawn."""
    return base.every(
        select(Contact)
        .where(Contact.entry_id == number, Contact.withdrawn_at.is_(None))
        .order_by(Contact.id)
    )


def write_behind(entries: Sequence[int], outcome: Outcome, channel: Channel) -> None:
    """Writes the contact behind each person's evidence of these entries, in the open
    transaction. It has no note.
    """
    base.execute(
        "INSERT INTO contacts (authority, person_id, entry_id, made_on, outcome,"
        " channel, spoke_with, note, visibility, written_at, written_by)"
        " SELECT DISTINCT n.authority, e.person_id, n.id, e.as_at, :outcome, :channel,"
        " '', '', :visibility, n.recorded_at, n.made_by"
        " FROM entries n JOIN evidence e ON e.entry_id = n.id"
        # In one order, so that the same contacts have the same numbers everywhere.
        " WHERE n.id = ANY(:entries) ORDER BY n.id, e.person_id, e.as_at",
        {
            "entries": list(entries),
            "outcome": str(outcome),
            "channel": str(channel),
            "visibility": str(Visibility.TEAM),
        },
    )


def withdraw_of_entry(number: int, at: datetime) -> None:
    """Withdraws the contacts of an entry, and the follow-ups that they set."""
    values = {"entry": number, "at": at}
    base.execute(
        "UPDATE follow_ups SET withdrawn_at = :at WHERE withdrawn_at IS NULL AND"
        " contact_id IN (SELECT id FROM contacts WHERE entry_id = :entry"
        "  AND withdrawn_at IS NULL)",
        values,
    )
    base.execute(
        "UPDATE contacts SET withdrawn_at = :at"
        " WHERE entry_id = :entry AND withdrawn_at IS NULL",
        values,
    )


def wrong_numbers(contacts: Iterable[Contact]) -> set[str]:
    """The telephone numbers that turned out to be another person's."""
    return {each.number for each in contacts if each.number is not None}


def session(number: int, *, within: Scope) -> GroupSession | None:
    """The group session with that number, or None where it is outside the scope."""
    return base.of_number(GroupSession, number, base.whole(within))


def of_session(number: int) -> Sequence[Contact]:
    """The contacts of one group session that have not been withdrawn."""
    return base.every(
        select(Contact)
        .where(Contact.session_id == number, Contact.withdrawn_at.is_(None))
        .order_by(Contact.id)
    )
