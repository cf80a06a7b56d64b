"""Failed sign-ins, kept for an hour to slow down the next attempts; and how often what
anyone can cause was repeated within a minute, instead of a line of the audit for each.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Key, Moment


class Kind(StrEnum):
    """What is counted: a wrong password, a wrong code of the second step, or a request
    for a link in place of a forgotten password.
    """

    PASSWORD = "password"  # noqa: S105  the name of a kind
    CODE = "code"
    LINK = "link"


class Failure(Model):
    """A failed sign-in, kept for an hour. Failures slow down the next attempts."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (base.one_of("kind", Kind),)

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(index=True)  # a digest, not the address itself
    place: Mapped[str] = mapped_column(index=True)  # a digest of the network address
    kind: Mapped[str]
    at: Mapped[Moment]


def recent(
    kind: Kind, *, since: datetime, email: str = "", place: str = ""
) -> tuple[int, datetime | None]:
    """The number of failures since a moment, for an address or from a place, and the
    moment of the last.
    """
    found = db.session.execute(
        select(func.count(), func.max(Failure.at)).where(
            Failure.at > since,
            Failure.kind == kind,
            (Failure.email == email) | (Failure.place == place),
        )
    ).one()
    return found[0], found[1]


def count_from(kind: Kind, *, since: datetime, places: list[str]) -> int:
    """The number of failures from any of these places since a moment."""
    found = select(func.count()).where(
        Failure.at > since, Failure.kind == kind, Failure.place.in_(places)
    )
    return int(db.session.execute(found).scalar_one())


def move(number: int, *, email: str, place: str) -> None:
    """Counts a failure for another address and another place."""
    db.session.execute(
        update(Failure).where(Failure.id == number).values(email=email, place=place)
    )


def remove(number: int) -> None:
    """Removes one failure: the attempt has turned out to be right."""
    db.session.execute(delete(Failure).where(Failure.id == number))


def forget(before: datetime, *emails: str) -> None:
    """Removes failures older than ``before``, and those of ``emails``."""
    old = Failure.at < before
    db.session.execute(delete(Failure).where(old | Failure.email.in_(emails)))


# --- Lines of the audit that repeat --------------------------------------------------


class Repeat(Model):
    """How often something happened since a moment, of which ``listed`` are lines.

    ``line`` is what the audit says of the others: authority, by, subject and what.
    """

    __tablename__ = "repeated_refusals"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # a digest
    since: Mapped[Moment] = mapped_column(index=True)
    times: Mapped[int]
    listed: Mapped[int]
    line: Mapped[dict[str, Any]] = mapped_column(JSONB)


def count_again(key: str, at: datetime, listed: int, line: dict[str, Any]) -> int:
    """Counts once more, inside a transaction; returns how often it has happened now."""
    made = insert(Repeat).values(key=key, since=at, times=1, listed=listed, line=line)
    again = made.on_conflict_do_update(
        index_elements=["key"], set_={"times": Repeat.times + 1}
    )
    return int(db.session.execute(again.returning(Repeat.times)).scalar_one())


def take_counted(
    before: datetime, after: datetime, only: str | None = None
) -> Sequence[Repeat]:
    """Takes out what was begun before a moment, inside a transaction, or after the
    other one: by a clock that has been put back since.

    ``only`` is the key of the one to take out.
    """
    # What another transaction counts or takes at this moment is left to it.
    ended = (
        select(Repeat.key)
        .where(or_(Repeat.since <= before, Repeat.since > after))
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        ended = ended.where(Repeat.key == only)
    taken = delete(Repeat).where(Repeat.key.in_(ended)).returning(Repeat)
    return list(db.session.scalars(taken))
