"""What is sealed of one young person, opened for a reason and for a short time.

A user whose role sees what is sealed gives a reason. Another breaks the glass: the
Caldicott guardian reviews each time (Law D-18). A sealed former identity is not opened.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.domain.history.confidential_addresses import gives_address
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.sealed_statements import is_sealed
from tracker.domain.law.look_reasons import OTHER, REASONS
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.sealed_looks import SealedLook

#: An opening holds for so long, in its own session.
LASTS = timedelta(minutes=30)
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """What is sealed of a young person, and the opening by which it is shown."""

    look: SealedLook
    evidence: tuple[Evidence, ...]


def opened(person: int, *, session: str, act: Act) -> Opened | None:
    """What is sealed of a person, the newest first; None where it is not open now."""
    look = store.law.sealed_looks.newest(
        person,
        by=act.by,
        session=session,
        since=act.at - LASTS,
        authority=act.authority,
    )
    if look is None:
        return None
    at_home = store.history.sealed_facts.confidential([person])
    found = [
        item
        for _, items in store.history.evidence.histories(
            [person], opened=True, addresses=True
        )
        for item in items
        if is_sealed(item.statement) or (at_home and gives_address(item.statement))
    ]
    found.sort(key=lambda item: (item.as_at, item.recorded_at), reverse=True)
    return Opened(look, tuple(found))


def open_for(
    person: int,
    reason: str,
    words: str,
    *,
    permissions: Collection[Permission],
    session: str,
    within: Scope,
    act: Act,
) -> None:
    """Opens what is sealed of a person for this session and a short time.

    Raises Refusal for a reason that is not on the list and has no words, and for a
    person without anything sealed.
    """
    words = " ".join(words.split())
    if reason not in REASONS and reason != OTHER:
        raise Refusal("Select a reason.", "words")
    if reason == OTHER and not words:
        raise Refusal("Enter the reason.", "words")
    if len(words) > LONGEST_WORDS:
        raise Refusal(f"Enter {LONGEST_WORDS} characters or fewer.", "words")
    record = store.people.records.get(person, within=within)
    if record is None or record.merged_into is not None:
        raise Refusal(f"There is no young person {person}.")
    if not store.history.sealed_facts.people_with([person]):
        raise Refusal("Nothing about them is sealed.")
    look = SealedLook(
        authority=act.authority,
        person_id=person,
        opened_by=act.by,
        opened_at=act.at,
        session=session,
        broke_glass=Permission.SEE_SEALED not in permissions,
        reason=reason,
    )
    with store.database.base.transaction():
        store.law.sealed_looks.add(look, words if reason == OTHER else "")
        act.note(
            Action.SEALED_OPENED,
            f"person {person}",
            people=[person],
            reason=REASONS.get(reason, "another reason").lower(),
            how="broke the glass" if look.broke_glass else "by role",
        )
