"""Sessions: a user is signed in in one browser, from one sign-in to its end."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import MaybeMoment, Moment


class How(StrEnum):
    """The way in which a user proved who they are when a session began."""

    PASSWORD = "password"  # noqa: S105  the name of a way
    PASSKEY = "passkey"
    APP = "password and app code"
    EMAIL = "password and emailed code"
    RECOVERY = "password and recovery code"
    PROVIDER = "single sign-on"
    DEMO = "password in a demo"


class SignedIn(Model):
    """A user's sign-in in one browser. Only its token's digest is stored.

    ``proved_at`` is when the user last proved who they are with the strongest means
    that they have: at the beginning, and each time a page asks for it again.
    """

    __tablename__ = "signed_in"
    __table_args__ = (base.one_of("how", How),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    began_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    ended_at: Mapped[MaybeMoment]
    how: Mapped[str]
    proved_at: Mapped[Moment]
    device: Mapped[str]  # the browser and its system: "Firefox on Windows"

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        """What its user's page calls it; it opens nothing."""
        return self.digest[:16]


@dataclass(frozen=True, slots=True)
class Seen:
    """A user with the moment of the last visit, None for never."""

    user: User
    last: datetime | None


def get(digest: str) -> SignedIn | None:
    """The sign-in that a cookie names, with its user."""
    found: SignedIn | None = db.session.get(SignedIn, digest)
    return found


def end_everywhere(user_id: int, at: datetime) -> None:
    """Ends every sign-in of a user."""
    db.session.execute(
        update(SignedIn)
        .where(SignedIn.user_id == user_id, SignedIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_others(user_id: int, digest: str, at: datetime) -> None:
    """Ends every session of a user except this one."""
    db.session.execute(
        update(SignedIn)
        .where(
            SignedIn.user_id == user_id,
            SignedIn.digest != digest,
            SignedIn.ended_at.is_(None),
        )
        .values(ended_at=at)
    )


def open_of(
    user_id: int, *, seen_since: datetime, began_since: datetime
) -> list[SignedIn]:
    """The sessions of a user that have not ended, the one seen last first."""
    return base.every(
        select(SignedIn)
        .where(
            SignedIn.user_id == user_id,
            SignedIn.ended_at.is_(None),
            SignedIn.seen_at >= seen_since,
            SignedIn.began_at >= began_since,
        )
        .order_by(SignedIn.seen_at.desc(), SignedIn.digest)
    )


def seen(*, within: Scope, institution: str | None = None) -> list[Seen]:
    """All users in the scope, or those of an institution: by name, closed ones last."""
    last = (
        select(func.max(SignedIn.seen_at))
        .where(SignedIn.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    chosen = select(User, last).where(User.authority.in_(within.authorities))
    if institution is not None:
        chosen = chosen.where(User.institution == institution)
    rows = db.session.execute(
        chosen.order_by(User.closed_at.is_not(None), User.name, User.id)
    )
    return [Seen(user, moment) for user, moment in rows]


def last_seen(user: User) -> datetime | None:
    """The moment of a user's last visit, None for never."""
    return base.first(
        select(func.max(SignedIn.seen_at)).where(SignedIn.user_id == user.id)
    )


def signed_in_now(user: User, *, since: datetime) -> int:
    """The number of browsers in which a user is signed in and was active since then."""
    return base.total(
        SignedIn,
        SignedIn.user_id == user.id,
        SignedIn.ended_at.is_(None),
        SignedIn.seen_at >= since,
    )
