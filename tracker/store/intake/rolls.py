"""Applied lists of people at an institution, and the people that they name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.access import Scope
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.intake.import_batches import (
    ImportBatch,
    Line,
    Outcome,
    Status,
    usable_lines,
)


@dataclass(frozen=True, slots=True)
class Roll:
    """An applied list: its sender, its day, and whether it is complete."""

    batch: int
    sender: InstitutionRef
    as_at: date
    complete: bool


def applied(
    first: date, last: date, *, feeds: Sequence[str], within: Scope
) -> Sequence[Roll]:
    """The applied lists as at a day between two days, of every known sender.

    ``feeds`` are the feeds that list the people at a place.
    """
    found = db.session.execute(
        select(
            ImportBatch.id, ImportBatch.sender, ImportBatch.as_at, ImportBatch.complete
        )
        .where(
            ImportBatch.authority.in_(within.authorities),
            ImportBatch.feed.in_(feeds),
            ImportBatch.status == Status.APPLIED,
            ImportBatch.sender.is_not(None),
            ImportBatch.as_at.between(first, last),
        )
        .order_by(ImportBatch.as_at, ImportBatch.id)
    )
    return [
        Roll(number, InstitutionRef(**sender), as_at, complete)
        for number, sender, as_at, complete in found
        if sender is not None
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """What an applied list of many senders has of one, with the numbers it gives."""

    batch: int
    as_at: date
    complete: bool
    urn: str | None
    estab: str | None
    lea: str | None
    ukprn: str | None


#: The columns of a ``Part``, of a batch (b) and one of its lines (s).
_PART = (
    "b.id, b.as_at, b.complete, s.raw->>'urn',"
    " COALESCE(s.raw->>'laestab', s.raw->>'estab'), s.raw->>'lea', s.raw->>'ukprn'"
)


def of_many_senders(
    first: date, last: date, *, feeds: Sequence[str], within: Scope
) -> Sequence[Part]:
    """The senders in the applied lists of many, as at a day between two days."""
    return [
        Part(*row)
        for row in base.stream(
            f"SELECT DISTINCT {_PART} FROM import_batches b"
            " JOIN staged_rows s ON s.batch_id = b.id"
            " WHERE b.authority = ANY(%s) AND b.status = %s AND b.feed = ANY(%s)"
            " AND b.sender IS NULL AND b.as_at BETWEEN %s AND %s",
            list(within.authorities),
            str(Status.APPLIED),
            list(feeds),
            first,
            last,
        )
    ]


def state(first: date, *, feeds: Sequence[str], within: Scope) -> str:
    """A digest of the applied lists as at this day or later. It changes when one is
    applied or withdrawn.
    """
    ((found,),) = base.repeated(
        "SELECT md5(string_agg(concat_ws(' ', id, as_at, complete), ',' ORDER BY id))"
        " FROM import_batches WHERE authority = ANY(%s) AND feed = ANY(%s)"
        " AND status = %s AND as_at >= %s",
        *(list(within.authorities), list(feeds), str(Status.APPLIED), first),
    )
    return str(found or "")


def named(batches: Collection[int]) -> set[int]:
    """The people with evidence from these lists, unless it is withdrawn."""
    return base.distinct(
        "SELECT DISTINCT COALESCE(p.merged_into, p.id) FROM entries n"
        " JOIN evidence e ON e.entry_id = n.id JOIN people p ON p.id = e.person_id"
        " WHERE n.batch_id = ANY(%s) AND n.withdrawn_at IS NULL",
        list(batches),
    )


def naming(
    people: Iterable[int], batches: Iterable[int]
) -> Iterator[tuple[int, InstitutionRef | None, Part]]:
    """(person, sender, what the line has of its place) where one of these lists names
    one of these people. The sender is None for a list of many.
    """
    looked_for = list(people)
    for person, sender, *part in base.stream(
        "SELECT DISTINCT COALESCE(p.merged_into, p.id), b.sender,"
        f" {_PART} FROM people p"
        " JOIN staged_rows s ON s.person_id = p.id"
        " JOIN import_batches b ON b.id = s.batch_id"
        " WHERE (p.id = ANY(%s) OR p.merged_into = ANY(%s)) AND b.id = ANY(%s)",
        looked_for,
        looked_for,
        list(batches),
    ):
        yield person, InstitutionRef(**sender) if sender else None, Part(*part)


def undecided_of(batches: Iterable[int]) -> dict[int, int]:
    """How many lines of each of these lists wait for a decision; of none, none.

    Of a list of many senders it would not be known whose lines they are: none.
    """
    numbers = list(batches)
    if not numbers:
        return {}
    return base.lookup(
        "SELECT s.batch_id, count(*) FROM staged_rows s"
        " JOIN import_batches b ON b.id = s.batch_id AND b.sender IS NOT NULL"
        " WHERE s.batch_id = ANY(%s) AND s.outcome = %s GROUP BY 1",
        numbers,
        str(Outcome.POSSIBLE),
    )


def people_of(rows: Iterable[int]) -> dict[int, int]:
    """The person that each of these lines is about; lines about none are left out."""
    return base.lookup(
        "SELECT s.id, COALESCE(p.merged_into, p.id) FROM staged_rows s"
        " JOIN people p ON p.id = s.person_id WHERE s.id = ANY(%s)",
        list(rows),
    )


def undecided(rows: Iterable[int]) -> list[tuple[int, int]]:
    """(batch, line) of each of these lines that wait for a decision."""
    found = base.stream(
        "SELECT batch_id, line FROM staged_rows"
        " WHERE id = ANY(%s) AND outcome = %s ORDER BY id",
        *(list(rows), str(Outcome.POSSIBLE)),
    )
    return [(batch, line) for batch, line in found]


def listed_before(batch: ImportBatch) -> set[int]:
    """The records with evidence from another applied list of the same feed, as at the
    day of this one or before it.
    """
    return base.distinct(
        "SELECT DISTINCT e.person_id FROM import_batches b"
        " JOIN entries n ON n.batch_id = b.id AND n.withdrawn_at IS NULL"
        " JOIN evidence e ON e.entry_id = n.id"
        " WHERE b.authority = %s AND b.feed = %s AND b.as_at <= %s AND b.id <> %s",
        batch.authority,
        batch.feed,
        batch.as_at,
        batch.id,
    )


def candidates(batch: int) -> set[int]:
    """The records that the lines of a batch which still wait may be about."""
    return base.distinct(
        "SELECT DISTINCT (c->>'person')::bigint FROM staged_rows s"
        " CROSS JOIN LATERAL jsonb_array_elements(s.candidates) c"
        " WHERE s.batch_id = %s AND s.outcome = %s",
        batch,
        Outcome.POSSIBLE.value,
    )


def newest_lines(
    authority: str, feed: str
) -> Iterator[tuple[ImportBatch, Sequence[Line]]]:
    """Each applied list of a feed with those of its lines that are the newest of their
    record; a list without any is left out.
    """
    found = db.session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.authority == authority,
            ImportBatch.feed == feed,
            ImportBatch.status == Status.APPLIED,
        )
        .order_by(ImportBatch.as_at.desc(), ImportBatch.id.desc())
    ).all()
    seen: set[int] = set()
    for batch in found:
        lines = [
            it
            for it in usable_lines(batch.id)
            if it.person is not None and it.person not in seen
        ]
        if lines:
            seen.update(it.person for it in lines if it.person is not None)
            yield batch, lines
