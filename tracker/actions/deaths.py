"""A young person has died: every list, letter and message stops with this record."""

from datetime import date, datetime

from tracker.access import Scope
from tracker.actions import evidence as recording
from tracker.actions.evidence import Contact
from tracker.actions.refused import NotAccepted
from tracker.domain import codes
from tracker.domain.evidence import Tier, detail
from tracker.store import audit, base, entries, people

#: What the entry is called that this evidence hangs on.
SOURCE = "death recorded"


def record(
    person: int, died_on: date, *, within: Scope, by: str, at: datetime, on: date
) -> int:
    """Records that a young person died on a day; returns the entry that undoes it.

    From then on they are on no adviser's list and named on no institution's, and the
    return says once that they left the cohort (item YP10). Sent twice it is one entry.
    Raises NotAccepted.
    """
    found = people.get(person, within=within)
    if found is None or found.merged_into is not None:
        raise NotAccepted(f"There is no young person {person}.")
    if died_on > on:
        raise NotAccepted("The date must be today or in the past.", "died")
    if found.born is not None and died_on < found.born:
        raise NotAccepted("The date is before their date of birth.", "died")
    with base.transaction():
        entry = recording.record_once(
            [
                Contact(
                    person=found.id,
                    statements=(
                        detail("departure", status=codes.DIED, on=died_on.isoformat()),
                    ),
                    as_at=on,
                    by=by,
                    at=at,
                )
            ],
            authority=found.authority,
            tier=Tier.ADVISER,
            source=SOURCE,
            on=on,
        )
        audit.write(
            authority=found.authority,
            at=at,
            by=by,
            action="death recorded",
            subject=f"person {found.id}",
        )
    return entry


def undo(person: int, *, within: Scope, by: str, at: datetime, on: date) -> None:
    """Takes back that a young person died. Raises NotAccepted where nothing says so."""
    found = people.get(person, within=within)
    recorded = (
        [each.id for each, _ in entries.by_hand(found.id) if each.source == SOURCE]
        if found is not None
        else []
    )
    if not recorded:
        raise NotAccepted(f"No death is recorded of young person {person} by hand.")
    recording.withdraw(recorded[0], within=within, by=by, at=at, on=on)
