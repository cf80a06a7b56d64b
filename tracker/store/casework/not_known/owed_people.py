"""The young people whose rows in the list of the not known must be made again.

A change adds a row here and waits for no other transaction. A list takes the rows that
are committed. See decision 0218.
"""

from collections.abc import Sequence

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key

#: After a change of more people than this, the whole list is made again.
MOST = 300


class NotKnownOwed(Model):
    """A record whose row must be made again; without ``person_id``, every row.

    Triggers of the database add one for each contact, next contact and task.
    """

    __tablename__ = "not_known_owed"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)


def note(people: Sequence[int]) -> None:
    """Notes that something about these people has changed."""
    base.run(noting(people), {"people": list(people)})


def noting(people: Sequence[int]) -> str:
    """The statement that notes so of ``people``, for a larger one."""
    each = "id" if len(people) <= MOST else "NULL::bigint"
    return (
        "INSERT INTO not_known_owed (authority, person_id)"
        f" SELECT DISTINCT authority, {each} FROM people WHERE id = ANY(%(people)s)"
        # In the order of the people, so that the same changes make the same rows.
        " ORDER BY 1, 2"
    )


def note_everybody(authority: str) -> None:
    """Notes that every row of an authority must be made again."""
    base.run("INSERT INTO not_known_owed (authority) VALUES (%s)", [authority])


def take(authority: str) -> set[int | None]:
    """The records that are owed, None standing for everybody's; then none is owed."""
    return base.distinct(
        "DELETE FROM not_known_owed WHERE authority = %s RETURNING person_id",
        authority,
    )
