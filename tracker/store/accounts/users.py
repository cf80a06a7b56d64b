"""Users: their accounts, as stored and as looked up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import ROLES, Permission, Role, Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment

if TYPE_CHECKING:
    from tracker.store.accounts.sessions import SignedIn

#: The rule that an email address has one account.
ONE_FOR_AN_ADDRESS = "uq_users_email"


class User(Model):
    """A user's account. It has no password until the invitation is accepted."""

    __tablename__ = "users"
    __allow_unmapped__ = True  # for the session below, which is not stored here
    __table_args__ = (
        Index(ONE_FOR_AN_ADDRESS, func.lower("email"), unique=True),
        base.one_of("role", ROLES),
        CheckConstraint(
            "(institution IS NOT NULL) = (role IN ({}))".format(
                ", ".join(repr(r.value) for r in ROLES.values() if r.of_institution)
            ),
            name="institution",
        ),
        CheckConstraint("caseload_limit >= 0", name="caseload_limit"),
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
    provider: Mapped[str | None]  # the identity provider that alone signs them in
    caseload_limit: Mapped[int | None]  # how many young people; None is no limit

    #: Accounts that an administrator found to be of another person of the same name.
    other_people: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), default=list, server_default="{}"
    )

    # The attributes that Flask-Login requires of a user.
    is_authenticated = True
    is_anonymous = False
    #: The token in this request's cookie. It identifies the sign-in, not the user.
    token = ""
    #: This request's session; None outside one.
    session: "SignedIn | None" = None

    @property
    def is_active(self) -> bool:
        signs_in = self.password is not None or self.provider is not None
        return self.closed_at is None and signs_in

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


def by_email(email: str) -> User | None:
    """The user with that email address; upper and lower case make no difference."""
    return base.first(
        select(User).where(func.lower(User.email) == email.strip().lower())
    )


def of_number(user_id: int) -> User | None:
    """The user with that number, always looked up: no time shows that there is none."""
    return base.first(select(User).where(User.id == user_id))


def lock(user_id: int) -> User:
    """The user as stored now, locked until the end of the transaction."""
    return db.session.execute(
        base.locked(select(User).where(User.id == user_id))
    ).scalar_one()


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


def names(*, within: Scope) -> dict[str, str]:
    """The names of all users in the scope, by email address."""
    users = select(User.email, User.name).where(User.authority.in_(within.authorities))
    return {row.email: row.name for row in db.session.execute(users)}


def names_by_number(*, within: Scope) -> dict[int, str]:
    """The names of all users in the scope, by number."""
    users = select(User.id, User.name).where(User.authority.in_(within.authorities))
    return {row.id: row.name for row in db.session.execute(users)}


#: An account of a school or college is reviewed once a year.
LOOKED_AT_EVERY = timedelta(days=365)


def state_of(user: User) -> str:
    """The state of an account: open, invited or closed."""
    if user.closed_at is not None:
        return "closed"
    return "open" if user.is_active else "invited"


def is_due(user: User, at: datetime) -> bool:
    """Whether an institution's user was invited or kept on more than a year ago."""
    return (
        user.closed_at is None
        and user.institution is not None
        and (user.kept_at or user.invited_at) < at - LOOKED_AT_EVERY
    )


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
