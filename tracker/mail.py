"""The council's mail server, from the environment, and sending a letter by it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

#: Seconds. A page waits for the server, so a silent one is given up.
_PATIENCE = 10


@dataclass(frozen=True)
class MailServer:
    """The server that sends letters; ``sender`` is their From address.

    ``is_tls`` means TLS from the first byte. Otherwise STARTTLS is used; only a server
    on this machine (``is_here``) may do without it.
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
    """The server did not accept the letter; the text has no address and no password."""


def send(server: MailServer, *, to: str, subject: str, text: str) -> None:
    """Sends one letter. Raises NotSent."""
    letter = EmailMessage()
    try:
        letter["From"], letter["To"], letter["Subject"] = server.sender, to, subject
        letter.set_content(text)
        with _connected(server) as line:
            if server.user:
                line.login(server.user, server.password)
            line.send_message(letter)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # The text of the error may hold the address, so only its type is kept.
        raise NotSent(type(error).__name__) from error


def send_letter(
    server: MailServer, *, to: str, subject: str, letter: Path, **words: object
) -> None:
    """Sends the letter of a text file, its words filled in. Raises NotSent."""
    text = letter.read_text(encoding="utf-8").format(**words)
    send(server, to=to, subject=subject, text=text)


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
