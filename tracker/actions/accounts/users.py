"""User accounts: invited, given a password, signed in and out, changed, closed."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.exc import IntegrityError

from tracker import store
from tracker.access import ROLES, Permission, authority_scope
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import Failure, Link, SignedIn, User

LINK_LASTS = timedelta(days=3)
IDLE, AT_MOST = timedelta(minutes=15), timedelta(hours=12)
#: After this many failures within an hour, for one address or from one place (where a
#: whole council may sit), signing in has to wait until they are an hour old.
FAILURES_COUNT_FOR = timedelta(hours=1)
FAILURES_OF_ADDRESS, FAILURES_OF_PLACE = 10, 100
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
#: The least zxcvbn score that is accepted, from 0 (guessed at once) to 4.
STRONG_ENOUGH = 3
#: zxcvbn looks at this much of a password; longer ones take it too long.
LOOKED_AT = 72

#: This program sends nothing to it: it only has to look like an address.
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}\.[^\s@<>\".]{2,}")

#: The same words for a wrong address and a wrong password.
WRONG = "Check your email address and password, and try again."
TAKEN = "There is already an account with that email address."
USED = "This link has been used or has expired. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Invited:
    """A new user, and the secret of the link that lets them set a password."""

    user: User
    secret: str


def digest(secret: str) -> str:
    """The digest that is stored for a secret that a browser or an email holds."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    *, email: str, name: str, role: str, institution: str | None, act: Act
) -> Invited:
    """Creates an account that waits for its password. Raises Refusal."""
    if not _EMAIL.fullmatch(email.strip()):
        raise Refusal("Enter a full email address, like name@example.org.", "email")
    if store.accounts.users.by_email(email) is not None:
        raise Refusal(TAKEN, "email")
    if ROLES[role].of_institution != (institution is not None):
        raise Refusal(
            f"Select the school or college of the {ROLES[role].title.lower()}."
            if institution is None
            else "Only a school or college user can have a school or college.",
            "institution",
        )
    with store.database.base.transaction():
        user = User(
            authority=act.authority,
            email=email.strip(),
            name=" ".join(name.split()),
            role=role,
            institution=institution,
            invited_at=act.at,
        )
        _add(user)
        secret = _new_link(user, act)
        act.note(Action.USER_INVITED, _subject(user), role=role)
    return Invited(user, secret)


def _add(user: User) -> None:
    """Raises Refusal if another administrator invites the same address just now."""
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:
        if (
            store.database.base.broken_rule(error)
            != store.accounts.users.ONE_FOR_AN_ADDRESS
        ):
            raise
        raise Refusal(TAKEN, "email") from error


def invite_again(user: User, *, act: Act) -> Invited:
    """A new link, for a lost password or an expired link; older links end."""
    with store.database.base.transaction():
        secret = _new_link(user, act)
        act.note(Action.USER_REINVITED, _subject(user))
    return Invited(user, secret)


def _new_link(user: User, act: Act) -> str:
    store.accounts.users.end_links(user.id, act.at)
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Link(
            digest=digest(secret),
            user_id=user.id,
            until=act.at + LINK_LASTS,
            made_by=act.by,
        )
    )
    return secret


def user_of_link(secret: str, *, at: datetime) -> User | None:
    """The user that a link invites, while it may be used."""
    link = store.accounts.users.link(digest(secret))
    if link is None or link.used_at is not None or link.until < at:
        return None
    user: User | None = db.session.get(User, link.user_id)
    return user if user is not None and user.closed_at is None else None


def set_password(secret: str, password: str, *, at: datetime) -> User:
    """Sets the password by a one-time link. Raises Refusal.

    The user who made the link is stored with it, because anyone with the link can set
    a password.
    """
    user = user_of_link(secret, at=at)
    if user is None:
        raise Refusal(USED)
    _must_be_good(password, user)
    hashed = _hasher().hash(password)
    with store.database.base.transaction():
        # If several people open it at once, the first one sets the password.
        store.accounts.users.lock_link(digest(secret))
        db.session.refresh(user)
        if user_of_link(secret, at=at) is None:
            raise Refusal(USED)
        link = store.accounts.users.link(digest(secret))
        caused_by = link.made_by if link is not None else None
        _set(user, hashed, by=caused_by or user.email, at=at)
        _note(user, Action.PASSWORD_SET, at=at, caused_by=caused_by)
    return user


def change_password(
    user: User, old: str, password: str, *, place: str, at: datetime
) -> None:
    """Sets a user's own password, if they know the old one. Raises Refusal.

    Every browser is signed out.
    """
    who, where = digest(user.email.lower()), digest(place)
    _must_wait(who, where, at)
    if not _is_password_of(user, old):
        with store.database.base.transaction():
            db.session.add(Failure(email=who, place=where, at=at))
        raise Refusal("That is not your password now.", "old")
    _must_be_good(password, user)
    hashed = _hasher().hash(password)
    with store.database.base.transaction():
        _set(user, hashed, by=user.email, at=at)
        _note(user, Action.PASSWORD_CHANGED, at=at)


def _set(user: User, hashed: str, *, by: str, at: datetime) -> None:
    user.password, user.password_set_at, user.password_set_by = hashed, at, by
    store.accounts.users.end_links(user.id, at)
    store.accounts.users.sign_out_everywhere(user.id, at)


def _is_password_of(user: User | None, password: str) -> bool:
    """Whether it is the user's password. Takes as long if there is no account."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    hashed = user.password if user is not None and user.is_active else None
    try:
        _hasher().verify(hashed or _hash_of_no_one(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return hashed is not None


def _must_wait(who: str, where: str, at: datetime) -> None:
    """Raises Refusal after too many failures of an address or from a place."""
    since = at - FAILURES_COUNT_FOR
    if (
        store.accounts.users.failures(since=since, email=who) >= FAILURES_OF_ADDRESS
        or store.accounts.users.failures(since=since, place=where) >= FAILURES_OF_PLACE
    ):
        raise Refusal("Too many attempts to sign in have failed. Try again in an hour.")


def _must_be_good(password: str, user: User) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(
            f"Password must be {SHORTEST_PASSWORD} characters or more.", "password"
        )
    if len(password) > LONGEST_PASSWORD:
        raise Refusal(
            f"Password must be {LONGEST_PASSWORD:,} characters or fewer.", "password"
        )
    from zxcvbn import zxcvbn

    known = [user.email, *user.email.split("@"), *user.name.split()]
    if zxcvbn(password[:LOOKED_AT], user_inputs=known)["score"] < STRONG_ENOUGH:
        raise Refusal(
            "That password is too easy to guess. Use three words that have nothing to "
            "do with each other.",
            "password",
        )


@cache
def _hasher():  # type: ignore[no-untyped-def]
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _hash_of_no_one() -> str:
    """A hash to compare passwords with without an account, so that it takes as long."""
    hashed: str = _hasher().hash(secrets.token_hex())
    return hashed


def sign_in(email: str, password: str, *, place: str, at: datetime) -> tuple[User, str]:
    """The user, and the token that the browser keeps. Raises Refusal."""
    who, where = digest(email.strip().lower()), digest(place)
    since = at - FAILURES_COUNT_FOR
    _must_wait(who, where, at)
    user = store.accounts.users.by_email(email)
    if not _is_password_of(user, password) or user is None:
        with store.database.base.transaction():
            store.accounts.users.forget_failures(since)
            db.session.add(Failure(email=who, place=where, at=at))
        raise Refusal(WRONG, "email")
    with store.database.base.transaction():
        store.accounts.users.forget_failures(since, who)
        if _hasher().check_needs_rehash(user.password):
            user.password = _hasher().hash(password)
        token = secrets.token_urlsafe(32)
        db.session.add(
            SignedIn(digest=digest(token), user_id=user.id, began_at=at, seen_at=at)
        )
        _note(user, Action.SIGNED_IN, at=at)
    user.token = token
    return user, token


def user_of_session(token: str, *, at: datetime) -> User | None:
    """The user signed in with a token; None once it has idled or lasted too long."""
    found = store.accounts.users.signed_in(digest(token))
    if (
        found is None
        or found.ended_at is not None
        or not found.user.is_active
        or at - found.seen_at > IDLE
        or at - found.began_at > AT_MOST
    ):
        return None
    # Otherwise every page would write a row.
    if at - found.seen_at > timedelta(minutes=1):
        with store.database.base.transaction():
            found.seen_at = at
    found.user.token = token
    return found.user


def sign_out(token: str, *, at: datetime) -> None:
    """Ends one session."""
    found = store.accounts.users.signed_in(digest(token))
    if found is not None and found.ended_at is None:
        with store.database.base.transaction():
            found.ended_at = at
            _note(found.user, Action.SIGNED_OUT, at=at)


def sign_out_everywhere(user: User, *, act: Act) -> None:
    """Ends all sessions of a user, on every device."""
    with store.database.base.transaction():
        store.accounts.users.sign_out_everywhere(user.id, act.at)
        act.note(Action.SIGNED_OUT_EVERYWHERE, _subject(user))


def change(
    user: User, *, name: str, role: str, institution: str | None, act: Act
) -> None:
    """Gives a user another name, role or institution. Raises Refusal.

    With another role or institution they are signed out everywhere at once.
    """
    if ROLES[role].of_institution != (institution is not None):
        raise Refusal("Select the school or college they work at.", "institution")
    if not name.strip():
        raise Refusal("Enter their name.", "name")
    with store.database.base.transaction():
        _must_stay(user, act.by, role=role)
        was, where = user.role, user.institution
        user.name = " ".join(name.split())
        user.role, user.institution = role, institution
        if (was, where) != (role, institution):
            store.accounts.users.sign_out_everywhere(user.id, act.at)
        act.note(Action.USER_CHANGED, _subject(user), role=role, was=was)


def close(user: User, *, act: Act) -> None:
    """Closes an account; its user is signed out at once. Raises Refusal."""
    with store.database.base.transaction():
        _must_stay(user, act.by, role=None)
        user.closed_at = act.at
        store.accounts.users.sign_out_everywhere(user.id, act.at)
        store.accounts.users.end_links(user.id, act.at)
        act.note(Action.USER_CLOSED, _subject(user))


def reopen(user: User, *, act: Act) -> None:
    """Opens a closed account again, with the password that it had."""
    with store.database.base.transaction():
        user.closed_at = None
        act.note(Action.USER_REOPENED, _subject(user))


def mark_needed(user: User, *, act: Act) -> None:
    """Records that a user needs the account, so that no question comes for a year."""
    with store.database.base.transaction():
        user.kept_at = act.at
        act.note(Action.USER_KEPT, _subject(user))


def _must_stay(user: User, by: str, *, role: str | None) -> None:
    """Refuses to let users shut themselves out, or the last administrator go.

    ``role`` is the user's new role, None if the account is closed. Raises Refusal.
    """
    # If two administrators close each other's accounts at once, one of them stays.
    store.database.base.wait_for(f"administrators of {user.authority}")
    if user.role == role:
        return
    if user.email.lower() == by.lower():
        raise Refusal(
            "You cannot close your own account. Ask another administrator."
            if role is None
            else "You cannot change your own role. Ask another administrator.",
            "role",
        )
    if Permission.MANAGE_USERS in user.does.permissions and user.is_active:
        scope = authority_scope(user.authority)
        keeps = role is not None and Permission.MANAGE_USERS in ROLES[role].permissions
        if not keeps and not any(
            each.id != user.id and each.is_active and each.may(Permission.MANAGE_USERS)
            for each in store.accounts.users.everybody(within=scope)
        ):
            raise Refusal(
                f"{user.name} is the only administrator. Invite another first.", "role"
            )


def _subject(user: User) -> str:
    return f"user {user.id}"


def _note(user: User, action: Action, *, at: datetime, **detail: object) -> None:
    """Notes what users do to their own account, before and while they are signed in."""
    store.accounts.audit.write(
        authority=user.authority,
        at=at,
        by=user.email,
        action=action,
        subject=_subject(user),
        **detail,
    )
