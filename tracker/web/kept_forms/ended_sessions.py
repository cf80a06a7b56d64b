"""The sessions of this browser that have ended, by which an open page is recognised.

A page shows by its token in which session it was opened. The cookie keeps the token's
secret beside the session's digest: of the session that it names, and of those before
it of the same user. Another user's sign-in removes them. It keeps as well in which role
and for which school or college each session was: a user's may change in between.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hmac import compare_digest

from flask import current_app, session
from flask_wtf.csrf import BadData, URLSafeTimedSerializer

from tracker import actions, store
from tracker.actions.accounts.kept_forms import Place
from tracker.store.accounts.users import User

_EARLIER, _TOKEN, _PLACE = "ended", "_user_id", "place"
#: So many sessions that ended are recognised: a page may be open for several.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A session of this browser. ``secret`` is what its pages' tokens are made of."""

    digest: str
    secret: str
    place: Place | None = None

    @property
    def user(self) -> User | None:
        """Its user; None once the account is closed."""
        found = store.accounts.sessions.get(self.digest)
        return found.user if found is not None and found.user.is_active else None


def known(*, of: User | None = None) -> list[Known]:
    """The sessions that the cookie names, the newest first.

    With ``of`` only those of that user.
    """
    found = [
        Known(each["digest"], each["secret"], _place(each.get("place")))
        for each in session.get(_EARLIER, [])
    ]
    token, secret = session.get(_TOKEN), session.get(_secret_name())
    if token and secret:
        digest = actions.accounts.tokens.digest(token)
        found.insert(0, Known(digest, secret, _place(session.get(_PLACE))))
    if of is None:
        return found
    return [each for each in found if (user := each.user) and user.id == of.id]


def _place(kept: Sequence[str] | None) -> Place | None:
    if kept is None:
        return None
    role, institution = kept
    return role, institution


def begin(user: User) -> None:
    """Keeps in the cookie the role and the institution of a session that begins."""
    session[_PLACE] = actions.accounts.kept_forms.place_of(user)


def remember(sessions: Sequence[Known]) -> None:
    """Keeps sessions in the cookie, after it has been emptied."""
    if sessions:
        session[_EARLIER] = [asdict(each) for each in sessions[:_MOST]]


def of_page(token: str, *, earlier: bool = False) -> Known | None:
    """The session in which a page with this token was opened, in this browser.

    None for a token that is none of ours, of no session, or of another browser.
    ``earlier`` leaves out the session that the cookie names now.
    """
    named = session.get(_TOKEN)
    current = actions.accounts.tokens.digest(named) if earlier and named else ""
    for each in known():
        if each.digest != current and _is_of(token, each.secret):
            return each
    return None


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
