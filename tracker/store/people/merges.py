"""Which records are one person, and which rows are nobody they look like."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ForeignKey, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key


class Merge(Model):
    """Records that were found to be one person, so that they can be parted again.

    ``because`` is why, where they contradict each other; ``entry_id`` the entry that
    says which names and date of birth stand, where the maker chose.
    """

    __tablename__ = "merges"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    survivor: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    # Each record that was moved, and whom it stood under before.
    moved: Mapped[list[list[int | None]]] = mapped_column(JSONB)
    merged_on: Mapped[date]
    merged_by: Mapped[str]
    because: Mapped[str] = mapped_column(default="", server_default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    parted_by: Mapped[str | None]


class Apart(Model):
    """Two that are not the same person, whatever they have in common.

    ``record`` is what a row said of itself, as a digest, so that the same row next
    month is not asked about again.
    """

    __tablename__ = "apart"

    record: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    said_by: Mapped[str]


def merged_under(persons: Iterable[int]) -> dict[int, list[int]]:
    """The records that were merged into each of these people; most have none."""
    found: dict[int, list[int]] = {}
    for person, record in base.stream(
        "SELECT merged_into, id FROM people WHERE merged_into = ANY(%s) ORDER BY id",
        list(persons),
    ):
        found.setdefault(person, []).append(record)
    return found


def last_merge(survivor: int) -> Merge | None:
    """The newest merge into this person that has not been undone."""
    found: Merge | None = db.session.scalar(
        select(Merge)
        .where(Merge.survivor == survivor, Merge.parted_by.is_(None))
        .order_by(Merge.id.desc())
        .limit(1)
    )
    return found


def point(moves: Iterable[tuple[int, int | None, date | None]]) -> None:
    """Makes each (record) stand under (another or nobody) since (a day)."""
    for record, under, on in moves:
        db.session.execute(
            text(
                "UPDATE people SET merged_into = :under, merged_on = :on"
                " WHERE id = :record"
            ),
            {"record": record, "under": under, "on": on},
        )


def told_apart(*, within: Scope) -> dict[str, set[int]]:
    """For each digest of a row the people that it was said not to be."""
    apart: dict[str, set[int]] = {}
    for record, person in base.stream(
        "SELECT a.record, a.person FROM apart a JOIN people p ON p.id = a.person"
        " WHERE p.authority = ANY(%s)",
        base.whole(within),
    ):
        apart.setdefault(record, set()).add(person)
    return apart


def keep_apart(record: str, people: Iterable[int], by: str) -> None:
    """Remembers that what a row says of itself is none of these people."""
    for person in people:
        db.session.merge(Apart(record=record, person=person, said_by=by))


def forget_apart(record: str) -> None:
    """Takes back what was said of a row: it is to be decided anew."""
    db.session.execute(
        text("DELETE FROM apart WHERE record = :record"), {"record": record}
    )


def merged_among(numbers: Iterable[int]) -> set[int]:
    """Those of these records that stand under another."""
    return {
        number
        for (number,) in base.stream(
            "SELECT id FROM people WHERE id = ANY(%s) AND merged_into IS NOT NULL",
            list(numbers),
        )
    }


def ypids_of_merged(*, within: Scope) -> dict[int, frozenset[str]]:
    """For each person the identifiers that came with records merged into them.

    DfE is told once that such an identifier was a duplicate.
    """
    taken: dict[int, set[str]] = {}
    for survivor, told in base.stream(
        "SELECT p.merged_into, f.told->>'ypid' FROM people p"
        " JOIN facts f ON f.person_id = p.id"
        " WHERE p.authority = ANY(%s) AND p.merged_into IS NOT NULL"
        " AND f.told->>'about' IN ('ypid', 'former ypid')",
        base.whole(within),
    ):
        taken.setdefault(survivor, set()).add(told)
    return {person: frozenset(ypids) for person, ypids in taken.items()}
