"""The council's mail server, from the environment, and sending a letter by it."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

#: Seconds. A page waits for the server, so a silent one is given up.
_PATIENCE = 10
#: A mail server on this machine may do without TLS.
_HERE = ("127.0.0.1", "::1", "localhost")
#: The address in links of letters; without TLS only on this machine.
_ADDRESS = re.compile(
    r"https://[^\s/?#@]+/?|http://(?:127\.0\.0\.1|localhost)(?::\d+)?/?"
)


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


def mail_server(given: Mapping[str, str]) -> MailServer | None:
    """The server that the settings name, None without one.

    Raises ValueError, in one sentence with the setting that cannot be used.
    """
    url = given.get("TRACKER_SMTP")
    if not url:
        return None
    parts = _smtp(url)
    sender = given.get("TRACKER_MAIL_FROM", "")
    if "@" not in sender or not sender.isprintable():
        raise ValueError(
            "Set TRACKER_MAIL_FROM to the address that letters come from; "
            "TRACKER_SMTP needs it."
        )
    if not _ADDRESS.fullmatch(given.get("TRACKER_ADDRESS", "")):
        raise ValueError(
            "Set TRACKER_ADDRESS to the address of the pages, such as "
            "https://tracker.example.org; the links in letters begin with it."
        )
    is_here = parts.hostname in _HERE
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if is_tls else 587),
        sender=sender,
        is_tls=is_tls,
        is_here=is_here,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _smtp(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("smtp", "smtps") and bool(parts.hostname)
        if is_one and parts.path in ("", "/") and (parts.port or 1) > 0:
            return parts
    except ValueError:
        pass
    raise ValueError(
        "TRACKER_SMTP must read smtp://user:password@host:587 (STARTTLS) or "
        "smtps://user:password@host:465 (TLS); write an @ in a password as %40."
    )


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
