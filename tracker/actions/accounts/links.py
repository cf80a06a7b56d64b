"""One-time links by which users set their passwords."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.links import Link
from tracker.store.accounts.users import User

LINK_LASTS = timedelta(days=3)
USED = "This link has been used or has expired. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Invited:
    """A new user, and the secret of the link that lets them set a password."""

    user: User
    secret: str


def new(
    user: User,
    act: Act,
    *,
    resets_factors: bool = False,
    is_requested: bool = False,
) -> str:
    """The secret of a new link, inside a transaction; older links end.

    With ``resets_factors`` the second factors of the user end when it is used. One that
    is requested on a page without signing in ends only those requested likewise, as
    anyone who knows the address may do so. Raises Refusal for a user of an identity
    provider.
    """
    if user.provider is not None:
        raise Refusal(f"{user.name} signs in by single sign-on and has no password.")
    if is_requested:
        store.accounts.links.end_requested(user.id, act.by, act.at)
    else:
        store.accounts.links.end(user.id, act.at)
    secret = tokens.new()
    db.session.add(
        Link(
            digest=tokens.digest(secret),
            user_id=user.id,
            until=act.at + LINK_LASTS,
            made_by=act.by,
            resets_factors=resets_factors,
        )
    )
    return secret


def resets_factors(secret: str) -> bool:
    """Whether the user's second factors end when the link is used."""
    link = store.accounts.links.get(tokens.digest(secret))
    return link is not None and link.resets_factors


def user_of(secret: str, *, at: datetime) -> User | None:
    """The user that a link invites, while it may be used."""
    link = store.accounts.links.get(tokens.digest(secret))
    if link is None or link.used_at is not None or link.until < at:
        return None
    user: User | None = db.session.get(User, link.user_id)
    return user if user is not None and user.closed_at is None else None
