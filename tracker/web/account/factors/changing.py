"""What every change of a user's own factors ends with."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web.account import signed_in
from tracker.web.acting import now
from tracker.web.guard import me


def report(happened: str, user: User | None = None) -> None:
    """Mails a user, the signed-in one without another, what changed in the account."""
    settings = current_app.config["TRACKER"]
    actions.accounts.factors.letters.mail_change(
        user or me(), happened, server=settings.mail, organisation=settings.organisation
    )


def added(how: How, happened: str, sentence: str) -> ResponseReturnValue:
    """After a factor was added: a new session, which it has proved, and the recovery
    codes if the user has none yet.
    """
    report(happened)
    user = me()
    signed_in.begin_here(user, how=how)
    flash(sentence)
    if actions.accounts.factors.held.of(user).recovery == 0:
        return show_new_codes()
    return redirect(url_for("account.mine"))


def show_new_codes() -> ResponseReturnValue:
    """Makes recovery codes and shows them, once: only their digests are kept."""
    codes = actions.accounts.factors.recovery.renew(me(), at=now())
    report(actions.accounts.factors.letters.CODES_MADE)
    return render_template("account/recovery_codes.html", codes=codes)
