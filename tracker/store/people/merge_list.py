"""Merges as a page lists them: who was merged into whom, and whether that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.access import Scope
from tracker.extensions import db
from tracker.store.people.merges import Merge
from tracker.store.people.records import Person


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge, the person it made, and whether it is the newest that stands: only that
    can be undone.
    """

    merge: Merge
    person: Person
    newest: bool

    @property
    def records(self) -> list[int]:
        """The records that were merged by it, each for itself."""
        return [int(record) for record, _ in self.merge.moved if record is not None]


def count(*, within: Scope) -> int:
    """How many merges there have been."""
    found: int = db.session.execute(
        select(func.count())
        .select_from(Merge)
        .where(Merge.authority.in_(within.authorities))
    ).scalar_one()
    return found


def listed(*, within: Scope, offset: int, limit: int) -> Sequence[Merged]:
    """Some merges, the newest first."""
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
