"""A new proof of who the user is, before what another person must not do.

Before a form, the page that asks for it carries the fields of the form, which the
browser sends again with the proof to the same address. So nothing typed is lost, and
nothing is stored. A file waits on a page of its own (proved_files.py).
"""

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict

from tracker import actions
from tracker.access import Permission
from tracker.actions.accounts.factors.held import Held
from tracker.actions.accounts.factors.second_step import Over
from tracker.refusal import Refusal
from tracker.store.accounts.sessions import How
from tracker.web import guard, refusals
from tracker.web.account import bp, single_sign_on
from tracker.web.account.factors import site, step_page
from tracker.web.acting import now
from tracker.web.forms import Form, Password, Text, entered
from tracker.web.guard import me, requires
from tracker.web.kept_forms import keeping

#: The fields of the proof; every other field belongs to the form.
_FIELDS = ("proof", "proof_code", "proof_password", "proof_passkey")
#: Where the cookie keeps the secret of the code that is needed.
_PROVING = "proving"
NOT_YOURS = "That passkey is of another user. Use your own."


class Proof(Form):
    proof_code = Text("Code")
    proof_password = Password("Password")


@bp.get("/account/proof")
@requires(Permission.SEE_OWN_ACCOUNT, for_set_up=True)
def proof_options() -> ResponseReturnValue:
    """What the browser needs to prove its user by a passkey."""
    return actions.accounts.factors.passkeys.options_to_sign_in(
        site.here(), site.give_challenge("prove")
    )


def _prove_again() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or not guard.needs_fresh_proof(current_app, endpoint):
        return None
    if not current_user.is_authenticated:
        return None
    if request.method == "POST":
        return ask()
    if must_prove_for_file(endpoint) and not _is_fresh():
        file = request.full_path.rstrip("?")
        return redirect(url_for("account.download", file=file))
    return None


def must_prove_for_file(endpoint: str) -> bool:
    """Whether the user needs a new proof to download this file.

    Users of a school or college need none: their own leavers are their daily work.
    """
    is_file = guard.offered_on(current_app, endpoint) is not None
    return is_file and not me().does.of_institution


def _is_fresh() -> bool:
    return actions.accounts.factors.proofs.is_fresh(me(), at=now())


def ask(*, back: str | None = None, page: str = "") -> Response | None:
    """The page that asks for the proof; None once there is one.

    For a file ``page`` is where it is offered, and ``back`` where an identity provider
    leads to after the proof.
    """
    if _is_fresh():
        _leave_out_proof()
        return None
    held = actions.accounts.factors.held.of(me())
    form = Proof()
    if "proof" in request.form:
        with refusals.in_form(form):
            how = _proved(form, held)
            actions.accounts.factors.proofs.record(me(), how, at=now())
            session["_user_id"] = me().get_id()
            session.pop(_PROVING, None)
            _leave_out_proof()
            return None
    return _page(form, held, back, page)


def _leave_out_proof() -> None:
    """The form as its page knows it."""
    if any(name in request.form for name in _FIELDS):
        request.form = ImmutableMultiDict(
            each for each in request.form.items(multi=True) if each[0] not in _FIELDS
        )


def _proved(form: Proof, held: Held) -> How:
    """How the user proved who they are, by the strongest that they have.

    Raises Refusal.
    """
    if me().provider is not None:
        raise Refusal("Confirm at your identity provider that it is you.")
    answer = request.form.get("proof_passkey", "")
    if answer and held.passkeys:
        challenge, _ = site.challenge_for("prove")
        user = actions.accounts.factors.passkeys.user_of(
            answer,
            challenge=challenge,
            site=site.here(),
            place=site.place(),
            at=now(),
            authority=me().authority,
        )
        if user.id != me().id:
            raise Refusal(NOT_YOURS)
        return How.PASSKEY
    if held.app is not None or _mails(held):
        return _proved_by_code(form.proof_code.data or "")
    if held.passkeys:
        raise Refusal("Use your passkey to confirm that it is you.")
    actions.accounts.passwords.must_know(
        me(),
        form.proof_password.data or "",
        "proof_password",
        at=now(),
    )
    return How.PASSWORD


def _proved_by_code(code: str) -> How:
    secret = str(session.get(_PROVING, ""))
    try:
        user, how = actions.accounts.factors.second_step.prove(
            secret,
            code,
            place=site.place(),
            at=now(),
            keys=site.keys(),
            takes_recovery=False,
        )
    except Over:
        raise Refusal(
            "The time for this code is over. Enter a new one.", "proof_code"
        ) from None
    except Refusal as refused:
        raise Refusal(str(refused), "proof_code") from None
    if user.id != me().id:
        raise Refusal(actions.accounts.factors.second_step.NOT_RIGHT, "proof_code")
    return how


def _mails(held: Held) -> bool:
    mails = current_app.config["TRACKER"].mail is not None
    return actions.accounts.factors.held.takes_mailed_codes(me(), held, mails)


def _page(form: Proof, held: Held, back: str | None, page: str) -> Response:
    """The page that asks for the proof, with the fields of the form that needs it."""
    keeps_own = me().provider is None
    takes_code = keeps_own and (held.app is not None or _mails(held))
    secret = str(session.get(_PROVING, ""))
    is_new = takes_code and not actions.accounts.factors.second_step.is_of(
        secret, me(), at=now()
    )
    if is_new:
        secret = actions.accounts.factors.second_step.begin_for(me(), at=now())
        session[_PROVING] = secret
    answer = make_response(
        render_template(
            "account/prove.html",
            form=form,
            carried=entered(*_FIELDS),
            address=request.full_path.rstrip("?"),
            has_files=any(each.filename for each in request.files.values()),
            user=me(),
            held=held,
            takes_code=takes_code,
            mails=_mails(held),
            passkeys=keeps_own and bool(held.passkeys) and site.takes_passkeys(),
            again=_again(back),
            page=page,
        )
    )
    if is_new and _mails(held):
        step_page.mail_code(secret)
    return answer


def _again(back: str | None) -> str | None:
    """Where a user of an identity provider proves again who they are; None for others.

    It leads to ``back``, or to the form, which is kept meanwhile.
    """
    if me().provider is None:
        return None
    return single_sign_on.again_address(me(), back or keeping.carry() or "")


def init_app(app: Flask) -> None:
    """Adds the check. To be called after those of permission and of forms."""
    app.before_request(_prove_again)
