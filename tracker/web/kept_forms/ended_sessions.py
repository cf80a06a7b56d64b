"""The sessions of this browser that have ended, by which an open page is recognised.

A page shows by its token in which session it was opened. The cookie keeps the token's
secret beside the session's digest: of the session that it names, and of those before
it of the same user. Another user's sign-in removes them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hmac import compare_digest

from flask import current_app, session
from flask_wtf.csrf import BadData, URLSafeTimedSerializer

from tracker import actions, store
from tracker.store.accounts.users import User

_EARLIER, _TOKEN = "ended", "_user_id"
#: So many sessions that ended are recognised: a page may be open for several.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A session of this browser. ``secret`` is what its pages' tokens are made of."""

    digest: str
    secret: str


def known(*, of: User | None = None) -> list[Known]:
    """The sessions that the cookie names, the newest first.

    With ``of`` only those of that user.
    """
    found = [Known(**each) for each in session.get(_EARLIER, [])]
    token, secret = session.get(_TOKEN), session.get(_secret_name())
    if token and secret:
        found.insert(0, Known(actions.accounts.tokens.digest(token), secret))
    if of is None:
        return found
    return [each for each in found if (user := _user_of(each)) and user.id == of.id]


def remember(sessions: Sequence[Known]) -> None:
    """Keeps sessions in the cookie, after it has been emptied."""
    if sessions:
        session[_EARLIER] = [asdict(each) for each in sessions[:_MOST]]


def user_of_page(token: str, *, earlier: bool = False) -> User | None:
    """The user in whose session a page with this token was opened, in this browser.

    None for a token that is none of ours, of no session, of a closed account, or of
    another browser. ``earlier`` leaves out the session that the cookie names now.
    """
    named = session.get(_TOKEN)
    current = actions.accounts.tokens.digest(named) if earlier and named else ""
    for each in known():
        if each.digest == current:
            continue
        if _is_of(token, each.secret):
            return _user_of(each)
    return None


def _user_of(known: Known) -> User | None:
    found = store.accounts.sessions.get(known.digest)
    return found.user if found is not None and found.user.is_active else None


def _is_of(token: str, secret: str) -> bool:
    """Whether a token was made of a secret, at whatever time."""
    config, own = current_app.config, current_app.secret_key or ""
    key = config.get("WTF_CSRF_SECRET_KEY") or own
    try:
        made_of = URLSafeTimedSerializer(key, salt="wtf-csrf-token").loads(token)
    except BadData:
        return False
    return isinstance(made_of, str) and compare_digest(made_of, secret)


def _secret_name() -> str:
    name: str = current_app.config["WTF_CSRF_FIELD_NAME"]
    return name
