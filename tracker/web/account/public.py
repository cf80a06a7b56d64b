"""The first page, and the statements that everybody may read."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions
from tracker.web import navigation
from tracker.web.account import bp
from tracker.web.guard import public


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in"))
    return redirect(navigation.home())


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template(
        "account/privacy.html",
        idle=actions.accounts.sessions.IDLE,
        at_most=actions.accounts.sessions.AT_MOST,
    )
