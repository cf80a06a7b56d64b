"""A password set by a link or changed by its user, and the report of it by mail."""

from flask import current_app

from tracker import actions
from tracker.actions.accounts.password_rules import SHORTEST_PASSWORD, PasswordRules
from tracker.store.accounts.users import User
from tracker.web.forms import Form, Needed, Password


class NewPassword(Form):
    password = Password(
        "Password",
        [Needed("Enter a password.")],
        description=(
            f"At least {SHORTEST_PASSWORD} characters. "
            "Use three words that have nothing to do with each other, and no name. "
            "You can paste it."
        ),
    )


def rules() -> PasswordRules:
    """The rules for passwords of this installation."""
    with_ = current_app.config["TRACKER"]
    return PasswordRules(with_.council_name, with_.breached_passwords)


def report(user: User) -> None:
    """Mails the user that their password was set, and ends a kept link."""
    with_ = current_app.config["TRACKER"]
    actions.accounts.invitation_links.delete_link(with_.var, user)
    actions.accounts.invitation_links.mail_password_set(
        user, server=with_.mail, organisation=with_.organisation
    )
