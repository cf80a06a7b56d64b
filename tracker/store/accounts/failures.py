"""Failed sign-ins, kept for an hour to slow down the next attempts."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Key, Moment


class Failure(Model):
    """A failed sign-in, kept for an hour. Failures slow down the next attempts."""

    __tablename__ = "sign_in_failures"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(index=True)  # a digest, not the address itself
    place: Mapped[str] = mapped_column(index=True)  # a digest of the network address
    at: Mapped[Moment]


def count(*, since: datetime, email: str = "", place: str = "") -> int:
    """The number of failed sign-ins since a moment, for an address or from a place."""
    return base.total(
        Failure, Failure.at > since, (Failure.email == email) | (Failure.place == place)
    )


def forget(before: datetime, email: str | None = None) -> None:
    """Removes failures older than ``before``, and those of ``email`` if it is given."""
    old = Failure.at < before
    db.session.execute(
        delete(Failure).where(old if email is None else old | (Failure.email == email))
    )
