"""Passkeys: keys that a user's device or security key keeps for this address alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Key, MaybeMoment, Moment

#: A challenge is younger than this when it is answered.
CHALLENGE_LASTS = timedelta(minutes=10)


class Passkey(Model):
    """A passkey. Only the public half is stored: it opens nothing by itself.

    ``handle`` is how the device knows the user, the same on all of their passkeys.
    """

    __tablename__ = "passkeys"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    handle: Mapped[bytes] = mapped_column(LargeBinary)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int] = mapped_column(
        BigInteger
    )  # as the device counts them; many always give 0
    name: Mapped[str]
    added_at: Mapped[Moment]
    used_at: Mapped[MaybeMoment]


class UsedChallenge(Model):
    """A challenge that was answered, as a digest: no answer is accepted twice."""

    __tablename__ = "used_challenges"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[Moment]


def of_user(user_id: int) -> Sequence[Passkey]:
    """A user's passkeys, the oldest first."""
    return base.every(
        select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
    )


def get(number: int, user_id: int) -> Passkey | None:
    """A user's own passkey with that number."""
    return base.first(
        select(Passkey).where(Passkey.id == number, Passkey.user_id == user_id)
    )


def of_credential(credential: bytes) -> Passkey | None:
    """The passkey that a device names, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(Passkey).where(Passkey.credential == credential))
    ).scalar_one_or_none()


def use_challenge(digest: str, at: datetime) -> bool:
    """Records that a challenge is answered; False if it was answered before."""
    db.session.execute(
        delete(UsedChallenge).where(UsedChallenge.at < at - 2 * CHALLENGE_LASTS)
    )
    done = db.session.execute(
        insert(UsedChallenge)
        .values(digest=digest, at=at)
        .on_conflict_do_nothing()
        .returning(UsedChallenge.digest)
    )
    return done.scalar_one_or_none() is not None


def remove_all(user_id: int) -> None:
    """Removes every passkey of a user."""
    db.session.execute(delete(Passkey).where(Passkey.user_id == user_id))
