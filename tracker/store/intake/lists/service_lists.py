"""The applied lists of support services, and the young people on each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.access import Scope
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.database import base


@dataclass(frozen=True, slots=True)
class AppliedList:
    """An applied list; ``people`` is the number of young people that it found."""

    batch: int
    feed: str
    as_at: date
    sender: InstitutionRef | None
    people: int


#: A line about someone merged into another record is about that record.
_ROOT = "COALESCE(p.merged_into, p.id)"


def applied(
    *, feeds: Collection[str], since: date, within: Scope
) -> Sequence[AppliedList]:
    """The applied lists of these feeds that speak of a day since then, newest first."""
    rows = base.stream(
        f"SELECT b.id, b.feed, b.as_at, b.sender, count(DISTINCT {_ROOT})"
        " FROM import_batches b JOIN staged_rows s ON s.batch_id = b.id"
        " JOIN people p ON p.id = s.person_id"
        " WHERE b.authority = ANY(%s) AND b.status = 'applied' AND b.feed = ANY(%s)"
        " AND b.as_at >= %s GROUP BY b.id ORDER BY b.as_at DESC, b.id DESC",
        list(within.authorities),
        list(feeds),
        since,
    )
    return [
        AppliedList(batch, feed, as_at, InstitutionRef(**sender) if sender else None, n)
        for batch, feed, as_at, sender, n in rows
    ]


def lines_of(batch: int) -> Iterator[tuple[int, int]]:
    """Each line of a list that found a young person (its number), and that person."""
    yield from base.stream(
        f"SELECT s.id, {_ROOT} FROM staged_rows s JOIN people p ON p.id = s.person_id"
        " WHERE s.batch_id = %s ORDER BY s.id",
        batch,
    )


def names_of_senders(batches: Collection[int], *, within: Scope) -> dict[int, str]:
    """The name of the sender of each of these batches that has one by name."""
    return base.lookup(
        "SELECT id, sender->>'name' FROM import_batches"
        " WHERE id = ANY(%s) AND authority = ANY(%s) AND sender->>'name' IS NOT NULL",
        *(list(batches), list(within.authorities)),
    )
