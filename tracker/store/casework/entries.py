"""Evidence recorded by hand, by entry: the act that can be withdrawn as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select

from tracker.access import Scope
from tracker.domain.casework.contact import Channel
from tracker.domain.history.evidence import Doing, Statement, Tier, from_json
from tracker.domain.history.sealed_statements import statement_shown
from tracker.extensions import db
from tracker.store import people
from tracker.store.casework.contacts import Contact
from tracker.store.database import base
from tracker.store.history.evidence import Entry, EvidenceRow
from tracker.store.history.sealed_facts import digests, read


def get(number: int, *, within: Scope) -> Entry | None:
    """The entry with that number, or None where it is outside the scope."""
    return base.of_number(Entry, number, base.whole(within))


def is_of_contact(number: int) -> bool:
    """Whether a contact or a group session was recorded with this entry, on a page that
    takes it back. The contacts of a list of statuses go with the list.
    """
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Contact.entry_id == number, Contact.channel != Channel.STATUS_UPDATE
                )
            )
        )
    )


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """The activity that an entry states, and the user who recorded it."""

    entry: int
    statement: Doing
    made_by: str
    source: str
    recorded_at: datetime


def newest_status(person: int, *, besides: str) -> StatusEntry | None:
    """The newest entry of an activity of this person by a user except ``besides``."""
    for entry, stored, by, source, at in base.stream(
        "SELECT n.id, f.statement, n.made_by, n.source, n.recorded_at FROM people p"
        " JOIN evidence e ON e.person_id = p.id"
        " JOIN entries n ON n.id = e.entry_id AND n.withdrawn_at IS NULL"
        " JOIN facts f ON f.id = ANY(e.facts) AND f.statement->>'kind' = 'activity'"
        " WHERE (p.id = %s OR p.merged_into = %s) AND n.made_by <> %s"
        " ORDER BY n.id DESC, f.id LIMIT 1",
        person,
        person,
        besides,
    ):
        statement = statement_shown(from_json(stored))
        assert isinstance(statement, Doing)
        return StatusEntry(entry, statement, by, source, at)
    return None


def records_of(number: int) -> set[int]:
    """The records that one entry holds evidence about."""
    return base.distinct(
        "SELECT DISTINCT person_id FROM evidence WHERE entry_id = %s", number
    )


def statements_of(number: int, person: int) -> tuple[Statement, ...]:
    """The statements of an entry about one person, sealed ones with their codes.

    The person's evidence stays on the record that it was recorded for.
    """
    return tuple(
        read(fact, text, sealed, opened=True)
        for fact, text, sealed in base.stream(
            "SELECT f.id, f.statement::text, f.sealed FROM evidence e"
            " JOIN facts f ON f.id = ANY(e.facts)"
            " WHERE e.entry_id = %s AND e.person_id = %s ORDER BY f.id",
            *(number, person),
        )
    )


def source_of(number: int) -> str:
    """The source of an entry."""
    return base.one(select(Entry.source).where(Entry.id == number))


def tier_of(number: int) -> Tier:
    """The tier of the evidence of an entry; an adviser's, if it has none."""
    found = base.column("SELECT max(tier) FROM evidence WHERE entry_id = %s", number)
    return Tier.ADVISER if found[0] is None else Tier(found[0])


def holds_exactly(number: int, statements: Iterable[Statement]) -> bool:
    """Whether an entry holds exactly these statements."""
    given, facts = list(statements), _facts(number)
    wanted = {
        (person, fact)
        for person in {person for person, _, _ in facts}
        for fact in digests(person, given)
    }
    return bool(facts) == bool(given) and wanted == {(p, f) for p, _, f in facts}


def alike(
    recorded: Iterable[tuple[int, date, Sequence[Statement]]],
    *,
    authority: str,
    source: str,
    by: str,
    since: datetime,
) -> int | None:
    """The entry in which a user recorded exactly this since a moment, or None.

    Withdrawn entries do not count. ``recorded`` holds the record, the as-at date and
    the statements of each person.
    """
    wanted = {
        (person, as_at, fact)
        for person, as_at, statements in recorded
        for fact in digests(person, statements)
    }
    for number in _recorded_since(authority, source, by, since):
        if _facts(number) == wanted:
            return number
    return None


def of_one_alike(
    statements: Iterable[Statement],
    *,
    as_at: date,
    authority: str,
    source: str,
    by: str,
    since: datetime,
) -> int | None:
    """The one record about which a user recorded exactly this since a moment, or None.

    Withdrawn entries do not count. The entry found is the one that made the record.
    """
    given = list(statements)
    for number in _recorded_since(authority, source, by, since):
        facts = _facts(number)
        persons = {person for person, _, _ in facts}
        if len(persons) != 1:
            continue
        (person,) = persons
        wanted = {(as_at, fact) for fact in digests(person, given)}
        if {(day, fact) for _, day, fact in facts} == wanted:
            return person
    return None


def _recorded_since(
    authority: str, source: str, by: str, since: datetime
) -> Sequence[int]:
    """The entries that a user recorded since a moment, without the withdrawn ones."""
    return base.every(
        select(Entry.id)
        .filter_by(authority=authority, source=source, made_by=by)
        .filter_by(batch_id=None, withdrawn_at=None)
        .where(Entry.recorded_at >= since)
        .order_by(Entry.id)
    )


def _facts(number: int) -> set[tuple[int, date, bytes]]:
    """The facts of an entry: the record, the as-at date and the digest of each."""
    return {
        (person, as_at, bytes(fact))
        for person, as_at, fact in base.stream(
            "SELECT e.person_id, e.as_at, f.digest FROM evidence e"
            " JOIN facts f ON f.id = ANY(e.facts) WHERE e.entry_id = %s",
            number,
        )
    }


def by_hand(person: int) -> Sequence[tuple[Entry, bool]]:
    """Entries recorded by hand about one person and not withdrawn, the newest first.

    With each entry, whether it also holds evidence about others, because a list is
    withdrawn as a whole.
    """
    records = people.records.under(person)
    about_them = select(EvidenceRow.entry_id).where(EvidenceRow.person_id.in_(records))
    others = exists().where(
        EvidenceRow.entry_id == Entry.id, EvidenceRow.person_id.not_in(records)
    )
    found = db.session.execute(
        select(Entry, others)
        .where(
            Entry.id.in_(about_them),
            Entry.batch_id.is_(None),
            Entry.withdrawn_at.is_(None),
        )
        .order_by(Entry.id.desc())
    )
    return [(entry, with_others) for entry, with_others in found]
