"""The user's own passkeys, and setting up a first second factor."""

from base64 import urlsafe_b64decode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.accounts.factors.letters import PASSKEY_ADDED, PASSKEY_REMOVED
from tracker.store.accounts.sessions import How
from tracker.web import refusals
from tracker.web.account import bp
from tracker.web.account.devices import device_of
from tracker.web.account.factors import changing, site
from tracker.web.acting import now
from tracker.web.forms import Form, Needed, Text
from tracker.web.guard import found, me, requires


class NewPasskey(Form):
    name = Text("Name", [Needed("Enter a name for the passkey.")])


@bp.get("/account/second-step")
@requires(Permission.SEE_OWN_ACCOUNT, for_set_up=True)
def set_up() -> ResponseReturnValue:
    """The choice of a second step."""
    site.must_keep_factors_here()
    return render_template(
        "account/set_up.html",
        passkeys=site.takes_passkeys(),
        held=actions.accounts.factors.held.of(me()),
    )


@bp.get("/account/passkeys/options")
@requires(Permission.SEE_OWN_ACCOUNT, for_set_up=True)
def new_passkey_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey of the signed-in user."""
    site.must_keep_factors_here()
    challenge = actions.accounts.factors.passkeys.new_challenge(now())
    options = actions.accounts.factors.passkeys.options_to_register(
        me(), site.here(), challenge
    )
    site.keep_challenge(challenge, "add", handle=options["user"]["id"])
    return options


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True, for_set_up=True)
def new_passkey() -> ResponseReturnValue:
    site.must_keep_factors_here()
    form = NewPasskey()
    if form.validate_on_submit():
        challenge, kept = site.challenge_for("add")
        with refusals.in_form(form):
            actions.accounts.factors.passkeys.register(
                me(),
                request.form.get("answer", ""),
                name=form.name.data or "",
                handle=_bytes(kept.get("handle", "")),
                challenge=challenge,
                site=site.here(),
                at=now(),
            )
            return changing.added(
                How.PASSKEY,
                PASSKEY_ADDED,
                "The passkey has been set up. You can sign in with it alone.",
            )
    elif not form.is_submitted():
        form.name.data = device_of(request.user_agent.string)
    return render_template(
        "account/new_passkey.html", form=form, passkeys=site.takes_passkeys()
    )


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@bp.route("/account/passkeys/<int:number>/remove", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def remove_passkey(number: int) -> ResponseReturnValue:
    passkey = found(store.accounts.factors.passkeys.get(number, me().id))
    if request.method == "POST":
        with refusals.flashed():
            actions.accounts.factors.passkeys.remove(
                me(), number, may_be_last=site.may_have_none(), at=now()
            )
            changing.report(PASSKEY_REMOVED)
            flash("The passkey has been removed. Remove it on the device as well.")
        return redirect(url_for("account.mine"))
    return render_template(
        "account/remove_factor.html", what="passkey", name=passkey.name
    )
