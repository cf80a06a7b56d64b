"""Whose rows in the list of the not known have still to be made.

Nothing here waits for another transaction: a change adds a row, and the list takes the
rows that it can see. See decision 0218.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key
from tracker.store.history import derivations

#: A change of more people than this makes the whole list again.
FEW = 300


class NotKnownOwed(Model):
    """A young person whose row has still to be made; without a number everybody's.

    Triggers of the database add one for each contact, next contact and task.
    """

    __tablename__ = "not_known_owed"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)


class NotKnownList(Model):
    """The list of an authority: for which day, and with which lists of places.

    ``as_of`` is the day of the positions, ``made_for`` the day on which it is read, and
    ``lists`` the state of the places' lists.
    """

    __tablename__ = "not_known_lists"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    made_for: Mapped[date]
    lists: Mapped[str]


@dataclass(frozen=True, slots=True)
class Made:
    """What a list was made from, as in ``NotKnownList``."""

    as_of: date
    made_for: date
    lists: str


def note(people: Sequence[int]) -> None:
    """Notes that something about these people has changed."""
    if len(people) > FEW:
        base.run(
            "INSERT INTO not_known_owed (authority, person_id)"
            " SELECT DISTINCT authority, NULL::bigint FROM people WHERE id = ANY(%s)",
            [list(people)],
        )
        return
    base.run(
        "INSERT INTO not_known_owed (authority, person_id)"
        " SELECT authority, id FROM people WHERE id = ANY(%s)",
        [list(people)],
    )


def made(authority: str) -> Made | None:
    """What the stored list was made from; None without one, or by other code."""
    found = _stored(authority)
    return found[0] if found is not None else None


def is_made(authority: str, wanted: Made) -> bool:
    """Whether the stored list was made from this, and no row is owed."""
    return _stored(authority) == (wanted, False)


def _stored(authority: str) -> tuple[Made, bool] | None:
    """What the stored list was made from, and whether anybody's row is owed."""
    found = base.repeated(
        "SELECT as_of, made_for, lists,"
        " EXISTS (SELECT FROM not_known_owed o WHERE o.authority = l.authority)"
        f" FROM not_known_lists l WHERE authority = %s AND {derivations.current()}",
        authority,
    )
    return (Made(*found[0][:3]), found[0][3]) if found else None


def take(authority: str) -> set[int | None]:
    """The records that are owed, with None for everybody's; they no longer are."""
    return base.distinct(
        "DELETE FROM not_known_owed WHERE authority = %s RETURNING person_id",
        authority,
    )


def complete(authority: str, new: Made) -> None:
    """Notes what the stored list was made from."""
    base.run(
        "INSERT INTO not_known_lists (authority, as_of, made_for, lists)"
        " VALUES (%s, %s, %s, %s) ON CONFLICT (authority) DO UPDATE SET"
        " as_of = excluded.as_of, made_for = excluded.made_for, lists = excluded.lists",
        [authority, new.as_of, new.made_for, new.lists],
    )


def roots(records: Collection[int]) -> set[int]:
    """The people of these records: of a merged one the record it was merged into."""
    return base.distinct(
        "SELECT COALESCE(merged_into, id) FROM people WHERE id = ANY(%s)", list(records)
    )
