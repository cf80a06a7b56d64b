"""Evidence that an officer records by hand about one young person, and withdraws."""

from collections.abc import Sequence

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import evidence
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.evidence import Statement, Tier
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person


def unmerged_person(person: int, *, within: Scope) -> Person:
    """The record with this number. Raises Refusal if there is none or it was merged."""
    found = store.people.records.get(person, within=within)
    if found is None or found.merged_into is not None:
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
        entry = evidence.record_once(
            [UserEvidence(person.id, tuple(statements), act.on)],
            tier=Tier.ADVISER,
            source=source,
            act=act,
        )
        act.note(action, f"person {person.id}")
    return entry


def withdraw(
    person: int, *, source: str, nothing: str, within: Scope, act: Act
) -> None:
    """Withdraws the newest entry that has this source.

    Raises Refusal with the sentence ``nothing`` if there is no such entry.
    """
    found = store.people.records.get(person, within=within)
    recorded = (
        [
            each.id
            for each, _ in store.casework.entries.by_hand(found.id)
            if each.source == source
        ]
        if found is not None
        else []
    )
    if not recorded:
        raise Refusal(nothing)
    evidence.withdraw(recorded[0], within=within, act=act)
