"""Signing in with an email address and a password, and signing out."""

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions
from tracker.access import Permission
from tracker.actions.accounts.attempts import TooMany
from tracker.web import navigation, refusals
from tracker.web.account import bp, signed_in, single_sign_on
from tracker.web.account.factors import site, step_page
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
    back, status = request.args.get("next"), 200
    headers: dict[str, str] = {}
    if form.validate_on_submit():
        settings = current_app.config["TRACKER"]
        email = form.email.data or ""
        with refusals.in_form(form):
            try:
                step = actions.accounts.signing_in.sign_in(
                    email,
                    form.password.data or "",
                    place=request.remote_addr or "",
                    at=now(),
                    authority=settings.authority or "",
                    is_demo=site.is_demo_user(email),
                    mails_codes=settings.mail is not None,
                )
            except TooMany as refused:
                status, headers = 429, {"Retry-After": str(refused.seconds)}
                raise
            if step.how is None or step.user is None:
                return step_page.lead_to(step, back)
            return signed_in.begin(step.user, how=step.how, back=back)
    page = render_template(
        "account/sign_in.html",
        form=form,
        back=back,
        passkeys=site.takes_passkeys(),
        connections=single_sign_on.connections().values(),
        now=now(),
    )
    return page, status, headers


@bp.post("/sign-out")
@requires(Permission.SEE_OWN_ACCOUNT, for_set_up=True)
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
