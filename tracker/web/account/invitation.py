"""Accepting an invitation by its one-time link."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.refusal import Refusal
from tracker.web.account import bp, new_password
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
            flash("Your password has been set. You can now sign in.")
            return redirect(url_for("account.sign_in"))
    return render_template("account/invitation.html", form=form, user=user)
