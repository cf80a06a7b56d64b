"""The second step of signing in: a code, or a passkey instead of both steps."""

from datetime import datetime
from functools import partial

from flask import (
    Flask,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.actions.accounts.factors.second_step import OVER, Over, Wrong
from tracker.actions.accounts.signing_in import FirstStep
from tracker.refusal import Refusal
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web import refusals
from tracker.web.account import background, bp, signed_in
from tracker.web.account.factors import changing, site
from tracker.web.acting import now
from tracker.web.forms import Form, Needed, Text
from tracker.web.guard import public

#: Where the cookie keeps the secret of the begun sign-in, and where it leads.
_SECRET, _BACK = "second step", "back"
#: Fewer recovery codes than this are worth a warning.
_FEW = 4


class Code(Form):
    code = Text("Code", [Needed("Enter the code.")])


def lead_to(step: FirstStep, back: str | None) -> ResponseReturnValue:
    """Leads from the first step to the second, and sends the code that it needs."""
    session[_SECRET], session[_BACK] = step.secret, signed_in.own_address(back)
    if not step.hides:
        mail_code(step.secret)
    return redirect(url_for("account.second_step"))


def mail_code(secret: str) -> None:
    """Sends a code by email beside the answer: its time must not show whether there
    was anything to send.
    """
    at = now()
    if current_app.config["TRACKER"].mail is None:
        return
    if actions.accounts.factors.second_step.may_mail(secret, at=at):
        background.start(partial(_mail_code, secret=secret, at=at))


def _mail_code(app: Flask, secret: str, at: datetime) -> None:
    made = actions.accounts.factors.second_step.code_to_mail(secret, at=at)
    if made is None:
        return
    user, code = made
    settings = app.config["TRACKER"]
    actions.accounts.factors.letters.mail_code(
        user.email,
        user.name,
        code,
        server=settings.mail,
        organisation=settings.organisation,
    )


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    secret = str(session.get(_SECRET, ""))
    step = actions.accounts.factors.second_step.of(secret, at=now())
    if step is None:
        return _over()
    form = Code()
    if form.validate_on_submit():
        try:
            with refusals.in_form(form):
                user, how = _proved(secret, form.code.data or "")
                answer = signed_in.begin(user, how=how, back=session.get(_BACK))
                if how == How.RECOVERY:
                    _report_recovery(user)
                return answer
        except Over:
            return _over()
        # The last of several wrong codes ends the sign-in.
        step = actions.accounts.factors.second_step.of(secret, at=now())
        if step is None:
            return _over()
    return render_template(
        "account/second_step.html",
        form=form,
        step=step,
        mails=current_app.config["TRACKER"].mail is not None,
        passkeys=site.takes_passkeys(),
        back=session.get(_BACK),
    )


def _proved(secret: str, code: str) -> tuple[User, How]:
    settings = current_app.config["TRACKER"]
    try:
        return actions.accounts.factors.second_step.prove(
            secret,
            code,
            place=site.place(),
            at=now(),
            keys=site.keys(),
            authority=settings.authority or "",
        )
    except Wrong as wrong:
        if wrong.warns and settings.mail is not None:
            background.start(partial(_warn, secret=secret, at=now()))
        raise


def _warn(app: Flask, secret: str, at: datetime) -> None:
    user = actions.accounts.factors.second_step.user_to_warn(secret, at=at)
    if user is not None:
        settings = app.config["TRACKER"]
        actions.accounts.factors.letters.mail_known_password(
            user,
            actions.accounts.attempts.WARNS_AFTER,
            server=settings.mail,
            organisation=settings.organisation,
        )


def _over() -> ResponseReturnValue:
    session.pop(_SECRET, None)
    flash(OVER, "refused")
    return redirect(url_for("account.sign_in"))


def _report_recovery(user: User) -> None:
    changing.report(actions.accounts.factors.letters.CODE_USED, user)
    left = actions.accounts.factors.held.of(user).recovery
    if left < _FEW:
        flash(
            f"You have {left} recovery codes left. Make new ones on your account page."
        )


@bp.post("/sign-in/code-by-email")
@public
def code_by_email() -> ResponseReturnValue:
    """Sends a new code. The words are the same where none is sent."""
    mail_code(str(session.get(_SECRET, "")))
    flash(
        "If codes by email are set up for this account, a new one is on its way. The "
        "earlier one has ended."
    )
    return redirect(url_for("account.second_step"))


@bp.get("/sign-in/passkey")
@public
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to use a passkey, of whichever user."""
    return actions.accounts.factors.passkeys.options_to_sign_in(
        site.here(), site.give_challenge("sign in")
    )


@bp.post("/sign-in/passkey")
@public
def sign_in_by_passkey() -> ResponseReturnValue:
    challenge, _ = site.challenge_for("sign in")
    try:
        user = actions.accounts.factors.passkeys.user_of(
            request.form.get("answer", ""),
            challenge=challenge,
            site=site.here(),
            place=site.place(),
            at=now(),
            authority=current_app.config["TRACKER"].authority or "",
        )
    except Refusal as refused:
        flash(str(refused), "refused")
        return redirect(url_for("account.sign_in", next=request.form.get("next")))
    return signed_in.begin(user, how=How.PASSKEY, back=request.form.get("next"))
