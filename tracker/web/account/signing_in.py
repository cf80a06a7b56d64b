"""Signing in with an email address and a password, and signing out."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions
from tracker.access import Permission
from tracker.store.accounts.sessions import How
from tracker.web import navigation, refusals
from tracker.web.account import bp, signed_in, single_sign_on
from tracker.web.acting import now
from tracker.web.forms import Form, Needed, Password, Text
from tracker.web.guard import me, public, requires


class SignIn(Form):
    email = Text("Email address", [Needed("Enter your email address.")])
    password = Password("Password", [Needed("Enter your password.")])


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(navigation.home())
    form = SignIn()
    if form.validate_on_submit():
        with refusals.in_form(form):
            user = actions.accounts.signing_in.sign_in(
                form.email.data or "",
                form.password.data or "",
                place=request.remote_addr or "",
                at=now(),
            )
            return signed_in.begin(
                user, how=How.PASSWORD, back=request.args.get("next")
            )
    return render_template(
        "account/sign_in.html",
        form=form,
        connections=single_sign_on.connections().values(),
        now=now(),
    )


@bp.post("/sign-out")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    stated = single_sign_on.statement()
    actions.accounts.sessions.end(me().token, at=now())
    leaving = single_sign_on.leaving(stated)
    if leaving is None:
        return signed_in.end("You have signed out.")
    signed_in.forget()
    provider, address = leaving
    # A form may only lead to pages of ours, so this page leads on.
    return render_template("account/leaving.html", provider=provider, address=address)
