"""The user's own account: details, password and devices."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.web import refusals
from tracker.web.account import bp, new_password, signed_in
from tracker.web.account.new_password import NewPassword
from tracker.web.acting import act, now
from tracker.web.forms import Needed, Password
from tracker.web.guard import me, requires


class OwnPassword(NewPassword):
    old = Password("Your password now", [Needed("Enter your password now.")])


@bp.get("/account")
@requires(Permission.SEE_OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    return render_template("account/mine.html", user=me())


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Changing one's own password, for a user who knows the old one."""
    form = OwnPassword()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.accounts.passwords.change_password(
                me(),
                form.old.data or "",
                form.password.data or "",
                rules=new_password.rules(),
                place=request.remote_addr or "",
                at=now(),
            )
            new_password.report(me())
            return signed_in.end(
                "Your password has been changed. Sign in with the new one."
            )
    return render_template("account/password.html", form=form)


@bp.post("/account/sign-out-everywhere")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    actions.accounts.sessions.end_everywhere(me(), act=act())
    return signed_in.end("You have been signed out on every device.")
