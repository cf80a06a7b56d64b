"""Sessions: a user is signed in in one browser, from one sign-in to its end."""

from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.own_acts import note, subject
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.sessions import How, SignedIn
from tracker.store.accounts.users import User

IDLE, AT_MOST = timedelta(minutes=15), timedelta(hours=12)


def begin(
    user: User,
    *,
    how: How,
    at: datetime,
    device: str = "",
    proved_at: datetime | None = None,
) -> str:
    """Begins a session inside a transaction, and returns the token for the browser.

    From then on the database shows the rows of the user's authority. Every way to sign
    in ends here, once the user has proved who they are, at ``at`` unless ``proved_at``
    is earlier. Raises Refusal for another way than the user's identity provider, if
    they have one.
    """
    if user.provider is not None and how != How.PROVIDER:
        # A passkey would outlive the groups from which the provider gives the role.
        raise Refusal("Your account signs in by single sign-on. Choose it below.")
    token = tokens.new()
    session = SignedIn(
        digest=tokens.digest(token),
        user_id=user.id,
        began_at=at,
        seen_at=at,
        how=how,
        proved_at=min(at, proved_at or at),
        device=device,
    )
    db.session.add(session)
    store.database.shown.show([user.authority])
    note(user, Action.SIGNED_IN, at=at, how=how)
    user.token, user.session = token, session
    return token


def user_of(token: str, *, at: datetime, is_visit: bool = True) -> User | None:
    """The user signed in with a token; None once it has idled or lasted too long.

    A visit begins the idle time again. From then on the database shows the rows of the
    user's authority.
    """
    found = store.accounts.sessions.get(tokens.digest(token))
    if (
        found is None
        or found.ended_at is not None
        or not found.user.is_active
        or at - found.seen_at > IDLE
        or at - found.began_at > AT_MOST
    ):
        return None
    store.database.shown.show([found.user.authority])
    # Otherwise every page would write a row.
    if is_visit and at - found.seen_at > timedelta(minutes=1):
        with store.database.base.transaction():
            found.seen_at = at
    found.user.token, found.user.session = token, found
    return found.user


def seconds_left(session: SignedIn, *, at: datetime) -> int:
    """The seconds until a session ends if its user opens no other page."""
    ends = min(session.seen_at + IDLE, session.began_at + AT_MOST)
    return max(0, int((ends - at).total_seconds()))


def end(token: str, *, at: datetime) -> None:
    """Ends one session."""
    found = store.accounts.sessions.get(tokens.digest(token))
    if found is not None and found.ended_at is None:
        with store.database.base.transaction():
            found.ended_at = at
            note(found.user, Action.SIGNED_OUT, at=at)


def renew(user: User, *, at: datetime) -> None:
    """Gives the user's session a new token, inside a transaction; the old one ends.

    The session has still begun when it did, so that it ends no later.
    """
    old, token = user.session, tokens.new()
    assert old is not None
    session = SignedIn(
        digest=tokens.digest(token),
        user_id=user.id,
        began_at=old.began_at,
        seen_at=at,
        how=old.how,
        proved_at=at,
        device=old.device,
    )
    old.ended_at = at
    db.session.add(session)
    user.token, user.session = token, session


def replace(token: str, *, at: datetime) -> None:
    """Ends a session without a line in the audit, as another takes its place."""
    found = store.accounts.sessions.get(tokens.digest(token))
    if found is not None and found.ended_at is None:
        with store.database.base.transaction():
            found.ended_at = at


def end_everywhere(user: User, *, act: Act) -> None:
    """Ends all sessions of a user, on every device."""
    with store.database.base.transaction():
        store.accounts.sessions.end_everywhere(user.id, act.at)
        act.note(Action.SIGNED_OUT_EVERYWHERE, subject(user))


def open_of(user: User, *, at: datetime) -> list[SignedIn]:
    """The sessions of a user that are open now, the one seen last first."""
    return store.accounts.sessions.open_of(
        user.id, seen_since=at - IDLE, began_since=at - AT_MOST
    )


def end_one(user: User, name: str, *, at: datetime) -> bool:
    """Ends one of a user's own sessions; False if none of that name is open."""
    with store.database.base.transaction():
        for each in open_of(user, at=at):
            if each.name == name:
                each.ended_at = at
                note(user, Action.SESSION_ENDED, at=at)
                return True
    return False


def end_others(user: User, *, at: datetime) -> None:
    """Ends every session of a user except the one in this browser."""
    with store.database.base.transaction():
        store.accounts.sessions.end_others(user.id, tokens.digest(user.token), at)
        note(user, Action.SIGNED_OUT_EVERYWHERE, at=at, others=True)
