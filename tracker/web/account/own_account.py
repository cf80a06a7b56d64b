"""The user's own account: details, password, second step and devices."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.web import refusals
from tracker.web.account import bp, new_password, signed_in
from tracker.web.account.factors import site
from tracker.web.account.new_password import NewPassword
from tracker.web.acting import act, now
from tracker.web.forms import Needed, Password
from tracker.web.guard import found, me, requires


class OwnPassword(NewPassword):
    old = Password("Your password now", [Needed("Enter your password now.")])


@bp.get("/account")
@requires(Permission.SEE_OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    return render_template(
        "account/mine.html",
        user=me(),
        held=actions.accounts.factors.held.of(me()),
        sessions=actions.accounts.sessions.open_of(me(), at=now()),
        is_demo=site.is_demo_user(me().email),
        is_of_demo=me().password_by_other == store.reset.DEMO,
    )


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
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
                at=now(),
            )
            new_password.report(me())
            return signed_in.end(
                "Your password has been changed. Sign in with the new one."
            )
    return render_template("account/password.html", form=form)


@bp.post("/account/sign-out-everywhere")
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def sign_out_everywhere() -> ResponseReturnValue:
    actions.accounts.sessions.end_everywhere(me(), act=act())
    return signed_in.end("You have been signed out on every device.")


@bp.post("/account/devices/<name>/end")
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def end_session(name: str) -> ResponseReturnValue:
    """Signs the user out on another device."""
    here = me().session
    if here is not None and here.name == name:
        actions.accounts.sessions.end(me().token, at=now())
        return signed_in.end("You have signed out.")
    found(actions.accounts.sessions.end_one(me(), name, at=now()) or None)
    flash("You have been signed out on that device.")
    return redirect(url_for("account.mine"))


@bp.post("/account/other-devices/end")
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def end_other_sessions() -> ResponseReturnValue:
    """Signs the user out on every device but this one."""
    actions.accounts.sessions.end_others(me(), at=now())
    flash("You have been signed out on every other device.")
    return redirect(url_for("account.mine"))
