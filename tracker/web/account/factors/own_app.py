"""The user's own authenticator app and recovery codes."""

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.actions.accounts.factors.letters import APP_ADDED, APP_REMOVED
from tracker.store.accounts.sessions import How
from tracker.web import refusals
from tracker.web.account import bp
from tracker.web.account.factors import changing, site
from tracker.web.acting import now
from tracker.web.forms import Form, Needed, Text
from tracker.web.guard import found, me, requires


class FirstCode(Form):
    code = Text("Code that the app shows", [Needed("Enter the code.")])


@bp.post("/account/app")
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True, for_set_up=True)
def begin_app() -> ResponseReturnValue:
    """Draws the secret of an app that is to be set up."""
    site.must_keep_factors_here()
    with refusals.flashed():
        actions.accounts.factors.authenticator_app.start(
            me(), keys=site.keys(), at=now()
        )
        return redirect(url_for("account.new_app"))
    return redirect(url_for("account.mine"))


@bp.route("/account/app/new", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True, for_set_up=True)
def new_app() -> ResponseReturnValue:
    site.must_keep_factors_here()
    app = actions.accounts.factors.authenticator_app
    secret = app.secret_to_scan(me(), keys=site.keys())
    if secret is None:
        return redirect(url_for("account.set_up"))
    form = FirstCode()
    if form.validate_on_submit():
        with refusals.in_form(form):
            code = "".join((form.code.data or "").split())
            app.confirm(me(), code, keys=site.keys(), at=now())
            return changing.added(
                How.APP, APP_ADDED, "The authenticator app has been set up."
            )
    address = app.address_of(secret, user=me(), site=site.here().name)
    return render_template(
        "account/new_app.html", form=form, picture=_picture(address), secret=secret
    )


def _picture(address: str) -> str:
    """The picture to scan, without styles, which no page of ours may have inline."""
    drawn: str = segno.make(address, error="m").svg_inline(
        scale=5,
        border=4,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
        title="Picture to scan with the app",
    )
    return drawn


@bp.route("/account/app/remove", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def remove_app() -> ResponseReturnValue:
    found(actions.accounts.factors.held.of(me()).app)
    if request.method == "POST":
        with refusals.flashed():
            actions.accounts.factors.authenticator_app.remove(
                me(), may_be_last=site.may_have_none(), at=now()
            )
            changing.report(APP_REMOVED)
            flash("The authenticator app has been removed.")
        return redirect(url_for("account.mine"))
    return render_template(
        "account/remove_factor.html", what="authenticator app", name=""
    )


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def recovery_codes() -> ResponseReturnValue:
    held = actions.accounts.factors.held.of(me())
    if not held.any:
        return redirect(url_for("account.set_up"))
    if request.method == "POST":
        return changing.show_new_codes()
    return render_template("account/recovery_codes.html", codes=(), held=held)
