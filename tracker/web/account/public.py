"""The first page, and the statements that everybody may read."""

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions, store
from tracker.domain.law.documents.document import Document
from tracker.web import navigation
from tracker.web.account import bp
from tracker.web.acting import today
from tracker.web.guard import public
from tracker.wording import case_words


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
        notice=_notice("notice"),
        idle=actions.accounts.sessions.IDLE,
        at_most=actions.accounts.sessions.AT_MOST,
        right_to_complain=case_words.right_to_complain(
            current_app.config["TRACKER"].organisation
        ),
    )


@bp.get("/privacy/young-people")
@public
def privacy_young() -> ResponseReturnValue:
    return render_template(
        "account/privacy_young.html", notice=_notice("notice-young-people")
    )


def _notice(name: str) -> Document | None:
    """The notice of the reader's authority, or else of the installation's.

    Without sign-in there is none where the installation names no authority.
    """
    given = current_app.config["TRACKER"]
    authority = (
        current_user.authority if current_user.is_authenticated else given.authority
    )
    if not authority:
        return None
    # A user of a school reads it as anybody else does.
    shown = store.database.shown
    with shown.as_council(), shown.showing(authority):
        return actions.law.documents.made(
            name, authority, council=given.organisation, on=today()
        )
