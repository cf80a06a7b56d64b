"""The yearly reviews of accounts, and the letters that wait for the worker to send."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class AccountReview(Model):
    """The review of one September: opened once, and closed once.

    ``reminders`` is how many reminders have been sent for it.
    """

    __tablename__ = "account_reviews"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    opened_on: Mapped[date]
    reminders: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[MaybeMoment]


class AccountLetter(Model):
    """A letter about accounts that waits to be sent. It holds no link and no name."""

    __tablename__ = "account_letters"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    letter: Mapped[str]
    made_at: Mapped[Moment]


def get(authority: str, year: int) -> AccountReview | None:
    """The review of a year, or None if it was never opened."""
    found: AccountReview | None = db.session.get(AccountReview, (authority, year))
    return found


def newest(authority: str) -> AccountReview | None:
    """The review that was opened last."""
    return base.first(
        select(AccountReview)
        .where(AccountReview.authority == authority)
        .order_by(AccountReview.year.desc())
    )


def open_accounts(*, within: Scope) -> Sequence[User]:
    """Every account that is not closed, by name."""
    return base.every(
        select(User)
        .where(User.authority.in_(within.authorities), User.closed_at.is_(None))
        .order_by(User.name, User.id)
    )


def closed_since(moment: datetime, *, within: Scope) -> Sequence[User]:
    """The accounts closed at a moment or later, by name."""
    return base.every(
        select(User)
        .where(User.authority.in_(within.authorities), User.closed_at >= moment)
        .order_by(User.name, User.id)
    )


def waiting_letters(limit: int) -> Sequence[tuple[AccountLetter, User]]:
    """Letters that wait, the oldest first, with their users; locked for one sender."""
    rows = db.session.execute(
        select(AccountLetter, User)
        .join(User, User.id == AccountLetter.user_id)
        .order_by(AccountLetter.id)
        .limit(limit)
        .with_for_update(of=AccountLetter, skip_locked=True)
    )
    return [(letter, user) for letter, user in rows]


def forget_letters(made_before: datetime) -> None:
    """Deletes letters that could not be sent for too long."""
    db.session.execute(delete(AccountLetter).where(AccountLetter.made_at < made_before))
