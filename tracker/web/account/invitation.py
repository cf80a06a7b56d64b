"""Accepting an invitation by its one-time link."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.refusal import Refusal
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web.account import bp, new_password, signed_in
from tracker.web.account.factors import changing, site
from tracker.web.account.new_password import NewPassword
from tracker.web.acting import now
from tracker.web.guard import public


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@public
def invitation(secret: str) -> ResponseReturnValue:
    user = actions.accounts.links.user_of(secret, at=now())
    if user is None:
        return render_template("account/used_link.html"), 404
    form = NewPassword()
    if form.validate_on_submit():
        try:
            set_for = actions.accounts.passwords.set_password(
                secret,
                form.password.data or "",
                rules=new_password.rules(),
                at=now(),
            )
        except Refusal as refused:
            if not refused.field:
                # Another click on the same link was quicker.
                return render_template("account/used_link.html"), 404
            form.refuse(refused.field, str(refused))
        else:
            new_password.report(set_for)
            if actions.accounts.links.resets_factors(secret):
                changing.report(actions.accounts.factors.letters.RESET, set_for)
            return _go_on(set_for)
    return render_template("account/invitation.html", form=form, user=user)


def _go_on(user: User) -> ResponseReturnValue:
    """Leads to setting up a second step, or to signing in where there is one."""
    held = actions.accounts.factors.held.of(user)
    mails = current_app.config["TRACKER"].mail is not None
    if (
        held.any
        or actions.accounts.factors.held.takes_mailed_codes(user, held, mails)
        or site.is_demo_user(user.email)
    ):
        flash("Your password has been set. You can now sign in.")
        return redirect(url_for("account.sign_in"))
    signed_in.begin_here(user, how=How.PASSWORD)
    flash("Your password has been set.")
    return redirect(url_for("account.set_up"))
