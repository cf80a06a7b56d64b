"""The end of a session, of which the open page warns: how long it has, and staying."""

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions
from tracker.access import Permission
from tracker.web.acting import now
from tracker.web.guard import me, public, requires
from tracker.web.kept_forms import bp

#: The page that an open page asks by itself, which is no visit of its user.
ASKED_ONLY = "kept_forms.left"


@bp.get("/session/left")
@public
def left() -> ResponseReturnValue:
    """How many seconds the session has left. Reading it does not prolong it."""
    return jsonify(left=session_left())


@bp.post("/session/stay")
@requires(Permission.SEE_OWN_ACCOUNT)
def stay() -> ResponseReturnValue:
    """Prolongs the session, as every page does that is opened."""
    return jsonify(left=session_left())


@bp.app_template_global("session_left")
def session_left() -> int:
    """The seconds until the session ends if its user opens no other page."""
    session = me().session if current_user.is_authenticated else None
    if session is None:
        return 0
    return actions.accounts.sessions.seconds_left(session, at=now())
