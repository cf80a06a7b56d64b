"""The council's mail server, as the environment names it, and a letter handed to it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

#: A page waits for it: a server that is silent for longer is taken for dead.
_PATIENCE = 10


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in; ``sender`` is whom they come from.

    ``is_tls`` from the first byte, or else by STARTTLS, which is left out only on this
    machine (``is_here``) where the server does not offer it.
    """

    host: str
    port: int
    sender: str
    is_tls: bool
    is_here: bool
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


class NotSent(Exception):
    """The letter was not taken; the text names no address and no password."""


def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Hands one letter in. Raises NotSent."""
    letter = EmailMessage()
    try:
        letter["From"], letter["To"], letter["Subject"] = server.sender, to, subject
        letter.set_content(text)
        with _connected(server) as line:
            if server.user:
                line.login(server.user, server.password)
            line.send_message(letter)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # What it says may hold the address, so only its kind is told.
        raise NotSent(type(error).__name__) from error


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.is_tls:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=_PATIENCE, context=trusted
        )
    line = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    try:
        line.ehlo()
        if line.has_extn("starttls") or not server.is_here:
            line.starttls(context=trusted)
    except BaseException:
        line.close()
        raise
    return line
