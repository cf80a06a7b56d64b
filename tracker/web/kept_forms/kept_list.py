"""The list of a user's kept forms, and discarding one."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.web.acting import act, now
from tracker.web.guard import me, requires
from tracker.web.kept_forms import bp, keeping


@bp.get("/kept-forms")
@requires(Permission.SEE_OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    found = actions.accounts.kept_forms.of_user(me(), keys=keeping.keys(), at=now())
    return render_template(
        "kept_forms/mine.html",
        kept=found,
        most=actions.accounts.kept_forms.MOST,
        shown_at=keeping.shown_at,
    )


@bp.post("/kept-forms/<int:number>/discard")
@requires(Permission.SEE_OWN_ACCOUNT)
def discard(number: int) -> ResponseReturnValue:
    if not actions.accounts.kept_forms.discard(number, me(), act=act()):
        abort(404)
    flash("What you typed was discarded.")
    return redirect(url_for("kept_forms.mine"))


@bp.app_template_global("kept_form_count")
def how_many() -> int:
    return actions.accounts.kept_forms.how_many(me(), at=now())
