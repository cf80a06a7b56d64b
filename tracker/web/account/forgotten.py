"""A forgotten password: the user requests a link, which goes to their mail address."""

from functools import partial
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.web import refusals
from tracker.web.account import background, bp
from tracker.web.acting import now
from tracker.web.forms import Form, Needed, Text
from tracker.web.guard import public

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


class Forgotten(Form):
    email = Text("Email address", [Needed("Enter your email address.")])


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    with_ = current_app.config["TRACKER"]
    if with_.mail is None:
        return render_template("account/forgotten_without_mail.html")
    form = Forgotten()
    if form.validate_on_submit():
        with refusals.in_form(form):
            email = (form.email.data or "")[:320]
            if actions.accounts.forgotten_passwords.request(
                email, place=request.remote_addr or "", at=now()
            ):
                # The account is looked for beside the answer.
                background.start(partial(_send, email=email, at=now()))
            return render_template("account/forgotten_sent.html")
    return render_template("account/forgotten.html", form=form)


def _send(app: "Flask", email: str, at: "datetime") -> None:
    with_ = app.config["TRACKER"]
    made = actions.accounts.forgotten_passwords.link_for(email, at=at)
    if made is not None:
        problem = actions.accounts.invitation_links.mail_forgotten(
            made,
            server=with_.mail,
            address=with_.address,
            organisation=with_.organisation,
        )
        if problem:
            app.logger.error("A letter was not sent: %s", problem)
