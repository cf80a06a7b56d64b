"""Merges of records, and decisions that a row is not about a person it resembles."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key


class Merge(Model):
    """Records found to be one person. The merge keeps what is needed to undo it.

    ``because`` is the reason, where the records contradict each other. ``entry_id`` is
    the entry with the names and date of birth that count, where the officer chose them.
    """

    __tablename__ = "merges"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    survivor: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    # Each record that was moved, with the record it was merged into before.
    moved: Mapped[list[list[int | None]]] = mapped_column(JSONB)
    merged_on: Mapped[date]
    merged_by: Mapped[str]
    because: Mapped[str] = mapped_column(default="", server_default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    parted_by: Mapped[str | None]


class Apart(Model):
    """A row and a person decided to be different, whatever they have in common.

    ``record`` is the digest of the row's own details. The same row next month is
    therefore not doubtful again.
    """

    __tablename__ = "apart"

    record: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    decided_by: Mapped[str]


def joined(records: Iterable[int]) -> dict[int, list[tuple[int, date]]]:
    """The records that were merged into each of these, with the day, since or before.

    Also into one that was later merged itself. A merge that was undone is left out.
    """
    found: dict[int, list[tuple[int, date]]] = {}
    for survivor, record, day in base.stream(
        "SELECT m.survivor, (moved.pair ->> 0)::bigint, m.merged_on FROM merges m"
        " CROSS JOIN jsonb_array_elements(m.moved) AS moved(pair)"
        " WHERE m.survivor = ANY(%s) AND m.parted_by IS NULL ORDER BY 1, 3, 2",
        list(records),
    ):
        found.setdefault(survivor, []).append((record, day))
    return found


def last_merge(survivor: int) -> Merge | None:
    """The newest merge into this person that has not been undone."""
    return base.first(
        select(Merge)
        .where(Merge.survivor == survivor, Merge.parted_by.is_(None))
        .order_by(Merge.id.desc())
    )


def move(moves: Iterable[tuple[int, int | None, date | None]]) -> None:
    """Sets for each record the record it is merged into, or None, and the day."""
    for record, under, on in moves:
        base.execute(
            "UPDATE people SET merged_into = :under, merged_on = :on"
            " WHERE id = :record",
            {"record": record, "under": under, "on": on},
        )


def different_people(*, within: Scope) -> dict[str, set[int]]:
    """The people that each row is decided not to be about, by the row's digest."""
    apart: dict[str, set[int]] = {}
    for record, person in base.stream(
        "SELECT a.record, a.person FROM apart a JOIN people p ON p.id = a.person"
        " WHERE p.authority = ANY(%s)",
        base.whole(within),
    ):
        apart.setdefault(record, set()).add(person)
    return apart


def exclude(record: str, people: Iterable[int], by: str) -> None:
    """Records the decision that a row (by its digest) is about none of these people."""
    for person in people:
        db.session.merge(Apart(record=record, person=person, decided_by=by))


def withdraw(record: str) -> None:
    """Withdraws the decisions about a row, which has to be decided again."""
    base.execute("DELETE FROM apart WHERE record = :record", {"record": record})


def merged_among(numbers: Iterable[int]) -> set[int]:
    """The records among these that are merged into another."""
    return base.distinct(
        "SELECT id FROM people WHERE id = ANY(%s) AND merged_into IS NOT NULL",
        list(numbers),
    )


def ypids_of_merged(*, within: Scope) -> dict[int, frozenset[str]]:
    """The YPIDs that each person has from records merged into theirs.

    Each of them is reported to DfE once as a duplicate.
    """
    taken: dict[int, set[str]] = {}
    for survivor, ypid in base.stream(
        "SELECT p.merged_into, f.statement->>'ypid' FROM people p"
        " JOIN facts f ON f.person_id = p.id"
        " WHERE p.authority = ANY(%s) AND p.merged_into IS NOT NULL"
        " AND f.statement->>'about' IN ('ypid', 'former ypid')",
        base.whole(within),
    ):
        taken.setdefault(survivor, set()).add(ypid)
    return {person: frozenset(ypids) for person, ypids in taken.items()}
