"""Merges as a page lists them: their records, and whether they can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tracker.access import Scope
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.people.merges import Merge
from tracker.store.people.records import Person


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge with its person. Only the ``newest`` merge of a person can be undone.

    ``newest`` leaves merges out of account that have been undone already.
    """

    merge: Merge
    person: Person
    newest: bool

    @property
    def records(self) -> list[int]:
        """The numbers of the records that the merge moved."""
        return [int(record) for record, _ in self.merge.moved if record is not None]


def count(*, within: Scope) -> int:
    """The number of merges, undone ones included."""
    return base.total(Merge, Merge.authority.in_(within.authorities))


def listed(*, within: Scope, offset: int, limit: int) -> Sequence[Merged]:
    """One page of the merges, the newest first."""
    later = aliased(Merge)
    newer = (
        select(later.id)
        .where(
            later.survivor == Merge.survivor,
            later.parted_by.is_(None),
            later.id > Merge.id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(Merge, Person, newer)
        .join(Person, Person.id == Merge.survivor)
        .where(Merge.authority.in_(within.authorities))
        .order_by(Merge.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Merged(merge, person, merge.parted_by is None and not newer_one)
        for merge, person, newer_one in rows
    ]
