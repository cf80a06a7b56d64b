"""Signing in and out, accepting an invitation, and the user's own account."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from tracker import actions
from tracker.access import Permission
from tracker.extensions import login
from tracker.refusal import Refusal
from tracker.store.accounts.users import User
from tracker.web import navigation, refusals
from tracker.web.acting import act, now
from tracker.web.filters import moment
from tracker.web.forms import Form, Needed, Password, Text
from tracker.web.guard import me, public, requires

bp = Blueprint("account", __name__)


class SignIn(Form):
    email = Text("Email address", [Needed("Enter your email address.")])
    password = Password("Password", [Needed("Enter your password.")])


#: How long each sign-in warns that another user's link set the password.
_WARNED_FOR = timedelta(days=30)


class NewPassword(Form):
    password = Password(
        "Password",
        [Needed("Enter a password.")],
        description=(
            f"At least {actions.accounts.users.SHORTEST_PASSWORD} characters. "
            "Use three words that have nothing to do with each other. You can paste it."
        ),
    )


class OwnPassword(NewPassword):
    old = Password("Your password now", [Needed("Enter your password now.")])


@login.user_loader  # type: ignore[untyped-decorator]
def _user_of(token: str) -> User | None:
    return actions.accounts.users.user_of_session(token, at=now())


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(navigation.home())
    form = SignIn()
    if form.validate_on_submit():
        with refusals.in_form(form):
            user, _ = actions.accounts.users.sign_in(
                form.email.data or "",
                form.password.data or "",
                place=request.remote_addr or "",
                at=now(),
            )
            # Nothing that the last user of this browser left in the cookie stays.
            session.clear()
            login_user(user)
            _warn_if_set_by_another(user)
            return redirect(_own_address(request.args.get("next")) or navigation.home())
    return render_template("account/sign_in.html", form=form)


def _warn_if_set_by_another(user: User) -> None:
    """Warns at each sign-in for a while, as the first may not have been the user's."""
    by, on = user.password_by_other, user.password_set_at
    if by is not None and on is not None and now() - on <= _WARNED_FOR:
        flash(
            f"Your password was set on {moment(on)} by a link that {by} made. If that "
            "was not you, contact your council's data protection officer at once."
        )


def _own_address(target: str | None) -> str | None:
    """The page that the user wanted before signing in; None if it is not ours."""
    # Browsers drop such characters, and what is left may lead to another website.
    if target and not target.isprintable():
        return None
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


@bp.post("/sign-out")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    actions.accounts.users.sign_out(me().token, at=now())
    return _signed_out("You have signed out.")


def _signed_out(sentence: str) -> ResponseReturnValue:
    """Ends the session in this browser, and leads to the sign-in page."""
    logout_user()
    session.clear()
    flash(sentence)
    return redirect(url_for("account.sign_in"))


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@public
def invitation(secret: str) -> ResponseReturnValue:
    user = actions.accounts.users.user_of_link(secret, at=now())
    if user is None:
        return render_template("account/used_link.html"), 404
    form = NewPassword()
    if form.validate_on_submit():
        try:
            set_for = actions.accounts.users.set_password(
                secret, form.password.data or "", at=now()
            )
        except Refusal as refused:
            if not refused.field:
                # Another click on the same link was quicker.
                return render_template("account/used_link.html"), 404
            form.refuse(refused.field, str(refused))
        else:
            _report_new_password(set_for)
            flash("Your password has been set. You can now sign in.")
            return redirect(url_for("account.sign_in"))
    return render_template("account/invitation.html", form=form, user=user)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Changing one's own password, for a user who knows the old one."""
    form = OwnPassword()
    if form.validate_on_submit():
        with refusals.in_form(form):
            actions.accounts.users.change_password(
                me(),
                form.old.data or "",
                form.password.data or "",
                place=request.remote_addr or "",
                at=now(),
            )
            _report_new_password(me())
            return _signed_out(
                "Your password has been changed. Sign in with the new one."
            )
    return render_template("account/password.html", form=form)


def _report_new_password(user: User) -> None:
    with_ = current_app.config["TRACKER"]
    actions.accounts.invitation_links.delete_link(with_.var, user)
    actions.accounts.invitation_links.mail_password_set(
        user, server=with_.mail, organisation=with_.organisation
    )


@bp.get("/account")
@requires(Permission.SEE_OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    return render_template("account/mine.html", user=me())


@bp.post("/account/sign-out-everywhere")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    actions.accounts.users.sign_out_everywhere(me(), act=act())
    return _signed_out("You have been signed out on every device.")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in"))
    return redirect(navigation.home())


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("account/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template(
        "account/privacy.html",
        idle=actions.accounts.users.IDLE,
        at_most=actions.accounts.users.AT_MOST,
    )
