"""Failed sign-ins, kept for an hour to slow down the next attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select
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


def forget(before: datetime, email: str | None = None) -> None:
    """Removes failures older than ``before``, and those of ``email`` if it is given."""
    old = Failure.at < before
    db.session.execute(
        delete(Failure).where(old if email is None else old | (Failure.email == email))
    )
