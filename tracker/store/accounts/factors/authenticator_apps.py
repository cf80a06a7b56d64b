"""Authenticator apps: the secret from which an app and we work out the same codes."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import MaybeMoment, Moment
from tracker.store.database.sealed_columns import SealedColumn

SECRETS = SealedColumn("authenticator_apps", "secret", row=("user_id",))


class AuthenticatorApp(Model):
    """A user's authenticator app. It counts once a first code has confirmed it.

    ``last_step`` is the half minute of the last code used: a code works once.
    """

    __tablename__ = "authenticator_apps"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, autoincrement=False
    )
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    started_at: Mapped[Moment]
    confirmed_at: Mapped[MaybeMoment]
    used_at: Mapped[MaybeMoment]
    last_step: Mapped[int | None] = mapped_column(BigInteger)


def of_user(user_id: int) -> AuthenticatorApp | None:
    """The app of a user, confirmed or not."""
    found: AuthenticatorApp | None = db.session.get(AuthenticatorApp, user_id)
    return found


def lock(user_id: int) -> AuthenticatorApp | None:
    """The app as stored now, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id))
    ).scalar_one_or_none()


def remove(user_id: int) -> None:
    """Removes the app of a user, if there is one."""
    db.session.execute(
        delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id)
    )
