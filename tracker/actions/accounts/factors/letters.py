"""The letters about second factors: a code to sign in, and each change of a factor."""

from pathlib import Path

from tracker.mail import MailServer, NotSent, send_letter
from tracker.store.accounts.users import User

#: What a letter says has happened, for each change.
PASSKEY_ADDED = "A passkey was added to your account"
PASSKEY_REMOVED = "A passkey was removed from your account"
APP_ADDED = "An authenticator app was added to your account"
APP_REMOVED = "The authenticator app was removed from your account"
CODES_MADE = "New recovery codes were made for your account"
CODE_USED = "A recovery code was used to sign in to your account"
RESET = "Every second step of your account was removed by a link that was sent to you"


def mail_change(
    user: User, happened: str, *, server: MailServer | None, organisation: str
) -> None:
    """Informs a user by mail of a change of their factors, if there is a server."""
    _send(
        "changed",
        user.email,
        user.name,
        f"Your account at {organisation} has changed",
        server=server,
        organisation=organisation,
        happened=happened,
    )


def mail_code(
    to: str, name: str, code: str, *, server: MailServer | None, organisation: str
) -> None:
    """Sends a code to sign in with."""
    _send(
        "code",
        to,
        name,
        f"Your code to sign in at {organisation}",
        server=server,
        organisation=organisation,
        code=code,
    )


def mail_known_password(
    user: User, times: int, *, server: MailServer | None, organisation: str
) -> None:
    """Warns a user after wrong codes that another person has their password."""
    _send(
        "known_password",
        user.email,
        user.name,
        f"Someone may know your password at {organisation}",
        server=server,
        organisation=organisation,
        times=str(times),
    )


def _send(
    letter: str,
    to: str,
    name: str,
    subject: str,
    *,
    server: MailServer | None,
    **words: str,
) -> None:
    if server is None:
        return
    try:
        send_letter(
            server,
            to=to,
            subject=subject,
            letter=Path(__file__).with_name(f"letter_{letter}.txt"),
            name=name,
            **words,
        )
    except NotSent:
        # The account page shows every change, and another code can be requested.
        return
