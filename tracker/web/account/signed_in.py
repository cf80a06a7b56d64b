"""The session of this browser: its user, its beginning and its end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from tracker import actions, store
from tracker.extensions import login
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web import navigation
from tracker.web.account.devices import device_of
from tracker.web.acting import now
from tracker.web.filters import by_whose_link, moment
from tracker.web.front import request_log
from tracker.web.kept_forms import ended_sessions, keeping, session_end

#: How long each sign-in warns that another user's link set the password.
_WARNED_FOR = timedelta(days=30)


@login.user_loader  # type: ignore[untyped-decorator]
def _user_of(token: str) -> User | None:
    is_visit = request.endpoint != session_end.ASKED_ONLY
    user = actions.accounts.sessions.user_of(token, at=now(), is_visit=is_visit)
    if user is not None:
        # For the log: after a save, the number would have to be read again.
        request.environ[request_log.USER] = user.id
    return user


def begin(
    user: User,
    *,
    how: How,
    back: str | None = None,
    beside: Callable[[], None] = lambda: None,
    proved_at: datetime | None = None,
) -> ResponseReturnValue:
    """Begins the session of a user who proved who they are, and leads to ``back``, or
    to the user's first page.

    ``beside`` is done in the transaction in which the session begins. ``proved_at`` is
    when the proof was, unless it was now. Raises Refusal.
    """
    begin_here(user, how=how, beside=beside, proved_at=proved_at)
    _warn_if_set_by_another(user)
    typed = keeping.after_sign_in(user)
    return redirect(typed or own_address(back) or navigation.home())


def begin_here(
    user: User,
    *,
    how: How,
    beside: Callable[[], None] = lambda: None,
    proved_at: datetime | None = None,
) -> None:
    """Begins a session in this browser, in place of any that it had.

    A new token each time: one that another person put there opens nothing.
    """
    if user.token:
        actions.accounts.sessions.replace(user.token, at=now())
    with store.database.base.transaction():
        actions.accounts.sessions.begin(
            user,
            how=how,
            at=now(),
            device=device_of(request.user_agent.string),
            proved_at=proved_at,
        )
        beside()
    # Nothing that another user of this browser left in the cookie stays.
    earlier = ended_sessions.known(of=user)
    session.clear()
    login_user(user)
    ended_sessions.begin(user)
    ended_sessions.remember(earlier)


def end(sentence: str) -> ResponseReturnValue:
    """Ends the session in this browser, and leads to the sign-in page."""
    forget()
    flash(sentence)
    return redirect(url_for("account.sign_in"))


def forget() -> None:
    """Removes from this browser what it keeps of its user.

    Only the names of sessions that have ended stay, for a page that is still open.
    """
    earlier = ended_sessions.known()
    logout_user()
    session.clear()
    ended_sessions.remember(earlier)


def _warn_if_set_by_another(user: User) -> None:
    """Warns at each sign-in for a while, as the first may not have been the user's."""
    by, on = user.password_by_other, user.password_set_at
    if by == store.reset.DEMO:
        return  # its users are invented, and their passwords are in a file for anyone
    if by is not None and on is not None and now() - on <= _WARNED_FOR:
        flash(
            f"Your password was chosen on {moment(on)}, by a link that "
            f"{by_whose_link(by)} made. If it was not you who chose it, contact your "
            "council's data protection officer at once.",
            "warning",
        )


def own_address(target: str | None) -> str | None:
    """The page that the user wanted before signing in; None if it is not ours."""
    # Browsers drop such characters, and what is left may lead to another website.
    if target and not target.isprintable():
        return None
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
