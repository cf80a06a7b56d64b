"""The delivery of a one-time link to the user who may set a password with it.

The council's mail server sends it, if there is one. Otherwise it is kept in a file that
only the command line's user can read, and `flask users link` prints a new one. No page
ever shows a link, because it lets its holder act as that user.

See decision 0097.
"""

from dataclasses import dataclass
from pathlib import Path

from tracker.actions.accounts.links import LINK_LASTS, Invited
from tracker.mail import MailServer, NotSent, send_letter
from tracker.store.accounts.users import User

FOLDER = "links"


def _letter(name: str) -> Path:
    return Path(__file__).with_name(f"letter_{name}.txt")


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a link was delivered: by mail or into a file. ``problem`` is the reason if
    mail failed.
    """

    by_mail: bool
    problem: str = ""


def path_of(secret: str) -> str:
    """The path of the link, which follows the address of the pages."""
    return f"/invitation/{secret}"


def deliver(
    made: Invited,
    *,
    var: Path,
    server: MailServer | None,
    address: str,
    organisation: str,
) -> Delivered:
    """Sends a link to its user, or keeps it in a file if mail is not possible."""
    problem = ""
    if server is not None:
        try:
            send_letter(
                server,
                to=made.user.email,
                subject=f"Your account at {organisation}",
                letter=_letter("invitation"),
                name=made.user.name,
                organisation=organisation,
                link=f"{address}{path_of(made.secret)}",
                days=LINK_LASTS.days,
            )
        except NotSent as error:
            problem = str(error)
        else:
            delete_link(var, made.user)
            return Delivered(by_mail=True)
    _keep(var, made)
    return Delivered(by_mail=False, problem=problem)


def mail_forgotten(
    made: Invited, *, server: MailServer, address: str, organisation: str
) -> str:
    """Mails a link to a user who forgot their password; returns the problem, or ""."""
    try:
        send_letter(
            server,
            to=made.user.email,
            subject=f"A new password at {organisation}",
            letter=_letter("forgotten"),
            name=made.user.name,
            organisation=organisation,
            link=f"{address}{path_of(made.secret)}",
            days=LINK_LASTS.days,
        )
    except NotSent as error:
        return str(error)
    return ""


def mail_password_set(
    user: User, *, server: MailServer | None, organisation: str
) -> None:
    """Informs a user by mail that their password was set, if there is a mail server."""
    if server is None:
        return
    try:
        send_letter(
            server,
            to=user.email,
            subject=f"Your password at {organisation} was set",
            letter=_letter("password_set"),
            name=user.name,
            organisation=organisation,
        )
    except NotSent:
        # Their account page shows it too, and so does the next sign-in.
        return


def delete_link(var: Path, user: User) -> None:
    """Deletes the file of a link that was used, or that a newer link replaced."""
    _file(var, user).unlink(missing_ok=True)


def _keep(var: Path, made: Invited) -> None:
    file = _file(var, made.user)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.parent.chmod(0o700)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(path_of(made.secret) + "\n", encoding="utf-8")


def _file(var: Path, user: User) -> Path:
    return var / FOLDER / f"user-{user.id}"
