"""Evidence that a person records: an adviser's call, a correction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.actions import positions as derive
from tracker.domain.evidence import Statement, Tier
from tracker.store import audit, base, people
from tracker.store import evidence as memory
from tracker.store.evidence import Telling


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody learned of one young person, when, and when they wrote it down."""

    person: int
    statements: tuple[Statement, ...]
    as_at: date
    by: str
    at: datetime


def record(
    contacts: Sequence[Contact],
    *,
    authority: str,
    tier: Tier,
    source: str,
    on: date,
) -> list[int]:
    """Takes in what was learned of one young person, or of many at once.

    ``source`` names the kind of contact. What one person wrote down at one moment is
    one entry, which can be withdrawn. Returns the numbers of the entries.
    """
    entries: dict[tuple[str, datetime], list[Contact]] = {}
    for contact in contacts:
        entries.setdefault((contact.by, contact.at), []).append(contact)
    with base.transaction():
        people.hold(authority)
        roots = people.roots({contact.person for contact in contacts})
        numbers = []
        for (by, at), told in sorted(entries.items()):
            entry = memory.open_entry(
                authority=authority, batch_id=None, source=source, by=by, at=at
            )
            numbers.append(entry)
            memory.record(
                entry,
                authority,
                [
                    Telling(roots[c.person], None, tier, c.as_at, c.statements)
                    for c in told
                ],
            )
            audit.write(
                authority=authority,
                at=at,
                by=by,
                action="evidence recorded",
                subject=f"entry {entry}",
                people=len(told),
                tier=int(tier),
            )
        derive.refold(set(roots.values()), authority, on=on)
    return numbers
