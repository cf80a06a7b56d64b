"""Users, the links that invite them, and the browsers in which they are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.access import ROLES, Permission, Role, Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment

#: The rule that an email address has one account.
ONE_FOR_AN_ADDRESS = "uq_users_email"


class User(Model):
    """A user's account. It has no password until the invitation is accepted."""

    __tablename__ = "users"
    __table_args__ = (
        Index(ONE_FOR_AN_ADDRESS, func.lower("email"), unique=True),
        base.one_of("role", ROLES),
        CheckConstraint(
            "(institution IS NOT NULL) = (role IN ({}))".format(
                ", ".join(repr(r.value) for r in ROLES.values() if r.of_institution)
            ),
            name="institution",
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    institution: Mapped[str | None]  # the key of the school or college they work at
    password: Mapped[str | None]  # Argon2id
    password_set_at: Mapped[MaybeMoment]
    password_set_by: Mapped[str | None]
    invited_at: Mapped[Moment]
    closed_at: Mapped[MaybeMoment]
    kept_at: Mapped[MaybeMoment]  # when the account was last confirmed as still needed

    # The attributes that Flask-Login requires of a user.
    is_authenticated = True
    is_anonymous = False
    #: The token in this request's cookie. It identifies the sign-in, not the user.
    token = ""

    @property
    def is_active(self) -> bool:
        return self.closed_at is None and self.password is not None

    def get_id(self) -> str:
        return self.token

    @property
    def does(self) -> Role:
        return ROLES[self.role]

    def may(self, permission: Permission) -> bool:
        return permission in self.does.permissions

    @property
    def password_by_other(self) -> str | None:
        """The person who caused the link that set the password, if not the user."""
        by = self.password_set_by
        return by if by is not None and by.lower() != self.email.lower() else None

    @property
    def scope(self) -> Scope:
        """The young people that this user may see."""
        return Scope(
            authorities=frozenset((self.authority,)),
            leavers_of=frozenset((self.institution,)) if self.institution else None,
        )


class Link(Model):
    """A one-time link for setting a password. Only the link's digest is stored."""

    __tablename__ = "account_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    until: Mapped[Moment]
    used_at: Mapped[MaybeMoment]
    made_by: Mapped[str | None]


class SignedIn(Model):
    """A user's sign-in in one browser. Only its token's digest is stored."""

    __tablename__ = "signed_in"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    began_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    ended_at: Mapped[MaybeMoment]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Failure(Model):
    """A failed sign-in, kept for an hour. Failures slow down the next attempts."""

    __tablename__ = "sign_in_failures"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(index=True)  # a digest, not the address itself
    place: Mapped[str] = mapped_column(index=True)  # a digest of the network address
    at: Mapped[Moment]


def by_email(email: str) -> User | None:
    """The user with that email address; upper and lower case make no difference."""
    return base.first(
        select(User).where(func.lower(User.email) == email.strip().lower())
    )


def name_of(email: str) -> str:
    """The name of the user with an e-mail address; the address if there is none."""
    found = by_email(email)
    return email if found is None else found.name


def get(number: int, *, within: Scope) -> User | None:
    """The user with that number, or None where the user is outside the scope."""
    return base.of_number(User, number, within.authorities)


def everybody(*, within: Scope) -> Sequence[User]:
    """All users in the scope, by name; closed accounts come last."""
    return base.every(
        select(User)
        .where(User.authority.in_(within.authorities))
        .order_by(User.closed_at.is_not(None), User.name, User.id)
    )


def link(digest: str) -> Link | None:
    """The link with that digest, used or not."""
    found: Link | None = db.session.get(Link, digest)
    return found


def lock_link(digest: str) -> Link | None:
    """The link as stored now, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(Link).where(Link.digest == digest))
    ).scalar_one_or_none()


def end_links(user_id: int, at: datetime) -> None:
    """Ends every unused link of a user."""
    db.session.execute(
        update(Link)
        .where(Link.user_id == user_id, Link.used_at.is_(None))
        .values(used_at=at)
    )


def signed_in(digest: str) -> SignedIn | None:
    """The sign-in that a cookie names, with its user."""
    found: SignedIn | None = db.session.get(SignedIn, digest)
    return found


def sign_out_everywhere(user_id: int, at: datetime) -> None:
    """Ends every sign-in of a user."""
    db.session.execute(
        update(SignedIn)
        .where(SignedIn.user_id == user_id, SignedIn.ended_at.is_(None))
        .values(ended_at=at)
    )


def failures(*, since: datetime, email: str = "", place: str = "") -> int:
    """The number of failed sign-ins since a moment, for an address or from a place."""
    return base.total(
        Failure, Failure.at > since, (Failure.email == email) | (Failure.place == place)
    )


def forget_failures(before: datetime, email: str | None = None) -> None:
    """Removes failures older than ``before``, and those of ``email`` if it is given."""
    old = Failure.at < before
    db.session.execute(
        delete(Failure).where(old if email is None else old | (Failure.email == email))
    )


def names(*, within: Scope) -> dict[str, str]:
    """The names of all users in the scope, by email address."""
    users = select(User.email, User.name).where(User.authority.in_(within.authorities))
    return {row.email: row.name for row in db.session.execute(users)}


#: An account of a school or college is reviewed once a year.
LOOKED_AT_EVERY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Seen:
    """A user with the moment of the last visit, None for never."""

    user: User
    last: datetime | None


def state_of(user: User) -> str:
    """The state of an account: open, invited or closed."""
    if user.closed_at is not None:
        return "closed"
    return "open" if user.password is not None else "invited"


def is_due(user: User, at: datetime) -> bool:
    """Whether an institution's user was invited or kept on more than a year ago."""
    return (
        user.closed_at is None
        and user.institution is not None
        and (user.kept_at or user.invited_at) < at - LOOKED_AT_EVERY
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


def by_institution(*, within: Scope) -> dict[str, int]:
    """The number of open accounts at each school or college, by its key."""
    rows = db.session.execute(
        select(User.institution, func.count())
        .where(
            User.authority.in_(within.authorities),
            User.institution.is_not(None),
            User.closed_at.is_(None),
        )
        .group_by(User.institution)
    )
    return {str(key): many for key, many in rows}


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
