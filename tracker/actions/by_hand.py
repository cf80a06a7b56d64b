"""Something that an officer records of one young person, and takes back."""

from collections.abc import Sequence
from datetime import date, datetime

from tracker.access import Scope
from tracker.actions import evidence as recording
from tracker.actions.evidence import Contact
from tracker.actions.refused import NotAccepted
from tracker.domain.evidence import Statement, Tier
from tracker.store import audit, base, entries, people
from tracker.store.people import Person


def standing(person: int, *, within: Scope) -> Person:
    """The record of that number. Raises NotAccepted where none stands."""
    found = people.get(person, within=within)
    if found is None or found.merged_into is not None:
        raise NotAccepted(f"There is no young person {person}.")
    return found


def record(
    person: Person,
    statements: Sequence[Statement],
    *,
    source: str,
    action: str,
    by: str,
    at: datetime,
    on: date,
) -> int:
    """Records it as an officer's word; returns the entry that undoes it.

    Sent twice it is one entry. ``action`` is the audit's, whose line says of whom it
    was and nothing of what.
    """
    with base.transaction():
        entry = recording.record_once(
            [Contact(person.id, tuple(statements), on, by, at)],
            authority=person.authority,
            tier=Tier.ADVISER,
            source=source,
            on=on,
        )
        audit.write(
            authority=person.authority,
            at=at,
            by=by,
            action=action,
            subject=f"person {person.id}",
        )
    return entry


def take_back(
    person: int,
    *,
    source: str,
    nothing: str,
    within: Scope,
    by: str,
    at: datetime,
    on: date,
) -> None:
    """Takes back the newest entry of a source.

    Raises NotAccepted with the sentence ``nothing`` where there is none.
    """
    found = people.get(person, within=within)
    recorded = (
        [each.id for each, _ in entries.by_hand(found.id) if each.source == source]
        if found is not None
        else []
    )
    if not recorded:
        raise NotAccepted(nothing)
    recording.withdraw(recorded[0], within=within, by=by, at=at, on=on)
