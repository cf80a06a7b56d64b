"""Evidence that an officer records by hand about one young person, and withdraws."""

from collections.abc import Sequence

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.evidence import Statement
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person


def known_person(number: int, *, within: Scope, field: str = "") -> Person:
    """The record with this number, merged or not. Raises Refusal if there is none.

    ``field`` names the field of the form in which the number was entered.
    """
    found = store.people.records.get(number, within=within)
    if found is None:
        raise Refusal(f"There is no young person {number}.", field)
    return found


def unmerged_person(person: int, *, within: Scope) -> Person:
    """The record with this number. Raises Refusal if there is none or it was merged."""
    found = known_person(person, within=within)
    if found.merged_into is not None:
        raise Refusal(f"There is no young person {person}.")
    return found


def record(
    person: Person,
    statements: Sequence[Statement],
    *,
    source: str,
    action: Action,
    act: Act,
) -> int:
    """Records the statements at an adviser's tier; returns the number of the entry.

    A form sent twice makes one entry. ``action`` is the action of the audit line, which
    names the young person and nothing of the content.
    """
    with store.database.base.transaction():
        learned = [UserEvidence(person.id, tuple(statements), act.on)]
        entry = evidence.record_once(learned, source=source, act=act)
        act.note(action, f"person {person.id}")
    return entry


def withdraw(
    person: int, *, source: str, nothing: str, within: Scope, act: Act
) -> None:
    """Withdraws the newest entry that has this source.

    Raises Refusal with the sentence ``nothing`` if there is no such entry.
    """
    found = store.people.records.get(person, within=within)
    for entry, _ in store.casework.entries.by_hand(found.id) if found else ():
        if entry.source == source:
            evidence.withdraw(entry.id, within=within, act=act)
            return
    raise Refusal(nothing)
