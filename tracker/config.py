"""Settings, all from the environment. A missing one is reported at start, by name."""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import click

from tracker import secret_files
from tracker.council import Council, council
from tracker.encryption import Keys
from tracker.keeping import AuditKeys, Keeping, keeping
from tracker.logs import lines
from tracker.mail import MailServer, mail_server
from tracker.packing import local_folder, program_files, training
from tracker.virus_scanner import Scanner, scanner

T = TypeVar("T")
DEMO_SECRET = Path("demo", "secret")  # below `var`: what signs a demo's pages

#: User, host, port, database and options. Only a wrong port would go unnoticed until
#: the driver connects.
_AFTER_SCHEME = re.compile(
    r"(?:[^:/@]*(?::[^@]*)?@)?(?P<host>\[[^\]/?]+\]|[^:/?@\s]*)(?::(?P<port>[^/?]*))?"
    r"(?:/[^?\s]*)?(?:\?(?P<options>\S*))?"
)


#: Settings that are secrets. Each may be the path of a file instead, as NAME_FILE.
SECRETS = (
    *("SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL"),
    *("DATABASE_INSTITUTION_URL", "TRACKER_SMTP"),
    *("TRACKER_OIDC_CLIENT_SECRET", "TRACKER_METRICS_TOKEN"),
    training.DATABASE,
)
#: The name at the top of the pages where none is set.
_NO_NAME = "Your council"
#: A line of a list of stolen passwords, in its first bytes.
_HASH_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\s")
#: The settings of single sign-on.
_SIGN_ON = ("TRACKER_OIDC_", "TRACKER_SIGN_ON_FILE")

DATABASE_ID_MISSING = (
    "Set TRACKER_DATABASE_ID to the three digits of this CCIS database; the return's "
    "identifiers begin with them."
)


class SettingMissing(click.ClickException):
    """A setting is missing or cannot be used; the text is for the administrator.

    `flask` loads the application before any command of ours could catch this, so the
    exception itself prints its message as our commands do.
    """

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        if "--json" in sys.argv:
            click.echo(json.dumps({"error": self.message}, ensure_ascii=False))
        click.echo(program_files.typed(self.message), file=file, err=True)


@dataclass(frozen=True)
class Settings:
    """The settings of one installation.

    ``database_url`` is None for the embedded PostgreSQL, which keeps its data in ``var
    / "postgres"``. ``organisation`` is the name at the top of every page.
    ``plain_http`` sends cookies without TLS, for use on this machine only. ``log`` is
    where logs go, and ``metrics_token`` is the token of the monitoring.
    ``proxies`` is the number of our proxies that every request passes. ``mail`` is the
    mail server for letters, None without one, and ``address`` is the beginning of the
    links in them. ``council`` is the mark and the colours of the pages. ``keys_file``
    is the council's own file of keys, None for the one below ``var``. ``keeping``
    is where the audit's heads and backups go. ``database_id`` is the three digits that
    DfE gave this CCIS database; young person identifiers in the return begin with it.
    It is empty where it is not set; ``needed_database_id`` then raises.
    ``breached_passwords`` is the council's list of stolen passwords. ``sign_on`` are
    the settings of single sign-on as they are given, which
    ``tracker.sign_on.configuration`` reads.
    ``database_owner_url`` is the login that owns the tables on the server, and
    ``database_institution_url`` the one for users of schools and colleges.
    ``is_training`` is for a system beside the real one, with invented people alone.
    """

    database_url: str | None
    var: Path
    authority: str | None
    database_id: str
    supplier: str
    secret_key: str | None
    organisation: str = _NO_NAME
    plain_http: bool = False
    log: str = lines.STDERR
    metrics_token: str = ""
    proxies: int = 0
    mail: MailServer | None = None
    address: str = ""
    council: Council = field(default_factory=Council)
    keeping: Keeping = field(default_factory=Keeping)
    keys_file: Path | None = None
    virus_scanner: Scanner | None = None
    breached_passwords: Path | None = None
    sign_on: Mapping[str, str] = field(default_factory=dict, repr=False)
    database_owner_url: str | None = None
    database_institution_url: str | None = None
    is_training: bool = False

    @cached_property
    def keys(self) -> Keys:
        """The keys that encrypt waiting files and sealed values."""
        own = self.var / "keys" / "identities"
        return Keys(self.keys_file or own, is_given=self.keys_file is not None)

    @property
    def council_name(self) -> str:
        """The council's name, empty where none is set."""
        return "" if self.organisation == _NO_NAME else self.organisation

    @property
    def audit_keys(self) -> AuditKeys:
        """The keys of the seals over the audit."""
        given = self.keeping.audit_key_file
        return AuditKeys(given or self.var / "keys" / "audit", given is not None)

    @property
    def audit_heads_file(self) -> Path:
        """The file outside the database that has the head of each seal."""
        given, own = self.keeping.audit_heads, self.var / "audit" / "heads.jsonl"
        return own if not given or "://" in given else Path(given).absolute()

    @property
    def audit_heads_address(self) -> str | None:
        """The address to which each head is sent as well, None without one."""
        given = self.keeping.audit_heads
        return given if "://" in given else None

    @property
    def needed_database_id(self) -> str:
        """The number of the CCIS database. Raises SettingMissing where none is set."""
        if not self.database_id:
            raise SettingMissing(DATABASE_ID_MISSING)
        return self.database_id


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment gives.

    Raises SettingMissing with the name of the variable that cannot be used.
    """
    if environment is None:
        # `flask --help` must work before anything is set.
        environment = {} if is_only_help() else os.environ
    given = {name: value.strip() for name, value in environment.items()}
    if is_training := _checked(training.is_chosen, given):
        given = training.settings(given)
    given |= _checked(secret_files.read, given, SECRETS)
    given = _checked(local_folder.with_look, given)
    keys_file = given.get("TRACKER_KEYS_FILE")
    var = Path(given.get("TRACKER_VAR") or program_files.VAR).resolve()
    if is_training:
        var = training.folder(var)
    return Settings(
        database_url=_database_url(
            given, training.DATABASE if is_training else "DATABASE_URL"
        ),
        var=var,
        authority=given.get("TRACKER_AUTHORITY") or None,
        database_id=_database_id(given.get("TRACKER_DATABASE_ID", "")),
        supplier=_supplier(given.get("TRACKER_SUPPLIER", "")),
        secret_key=demo_secret(var) if is_training else given.get("SECRET_KEY") or None,
        organisation=given.get("TRACKER_ORGANISATION") or _NO_NAME,
        plain_http=given.get("TRACKER_PLAIN_HTTP", "").lower() == "yes",
        metrics_token=_checked(lines.token, given.get("TRACKER_METRICS_TOKEN", "")),
        log=_checked(lines.way, given.get("TRACKER_LOG", "")),
        proxies=_proxies(given.get("TRACKER_PROXIES", "")),
        mail=_checked(mail_server, given),
        address=given.get("TRACKER_ADDRESS", "").rstrip("/"),
        council=_council(given),
        keys_file=Path(keys_file).absolute() if keys_file else None,
        virus_scanner=_checked(scanner, given.get("TRACKER_CLAMAV", "")),
        breached_passwords=_breached(given.get("TRACKER_BREACHED_PASSWORDS", "")),
        sign_on={
            name: value
            for name, value in given.items()
            if name.startswith(_SIGN_ON) and name != "TRACKER_OIDC_CLIENT_SECRET_FILE"
        },
        keeping=_checked(keeping, given),
        database_owner_url=_database_url(given, "DATABASE_OWNER_URL"),
        database_institution_url=_institution_url(given),
        is_training=is_training,
    )


def _checked(reads: Callable[..., T], *given: Any) -> T:
    """A setting as another module reads it. Raises SettingMissing with the reason."""
    try:
        return reads(*given)
    except ValueError as wrong:
        raise SettingMissing(str(wrong)) from None


def demo_secret(var: Path) -> str | None:
    """What signs the pages of the demo in a folder; None where there is no demo."""
    try:
        return (var / DEMO_SECRET).read_text("utf-8").strip() or None
    except OSError:
        return None


def _breached(path: str) -> Path | None:
    """The list of stolen passwords, None without one. Raises SettingMissing."""
    if not path:
        return None
    try:
        with Path(path).open("rb") as file:
            begins = file.read(64)
    except (OSError, ValueError):
        begins = b""
    if not _HASH_LINE.match(begins):
        raise SettingMissing(
            "TRACKER_BREACHED_PASSWORDS must be a file of SHA-1 hashes in order, one a "
            "line, as Have I Been Pwned offers it for download."
        )
    return Path(path).resolve()


def _council(given: Mapping[str, str]) -> Council:
    """The mark and colours of the pages. Raises SettingMissing with the reason."""
    names = ("mark", "colour", "accent")
    look = {name: given.get(f"TRACKER_{name.upper()}", "") for name in names}
    return _checked(lambda: council(**look))


def is_only_help() -> bool:
    """Whether `flask` was started only to explain itself."""
    by_flask = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
    return by_flask and ("--help" in sys.argv or len(sys.argv) < 2)


def _database_id(text: str) -> str:
    """The number of the CCIS database, empty where none is set: there is no default."""
    if text and not (len(text) == 3 and text.isascii() and text.isdigit()):
        raise SettingMissing(DATABASE_ID_MISSING)
    return text


def _supplier(text: str) -> str:
    """The supplier named in the return. XML has no control characters."""
    if not text.isprintable():
        raise SettingMissing(
            "TRACKER_SUPPLIER holds a control character or line break, which the "
            "return cannot; set it to a plain name."
        )
    return text or "Tracker"


def _proxies(text: str) -> int:
    """The number of proxies. One too many would let any client forge its address."""
    if text and not (len(text) == 1 and text.isascii() and text.isdigit()):
        raise SettingMissing(
            "TRACKER_PROXIES must be how many proxies stand before Tracker, 0 to 9; "
            "leave it out where there is none."
        )
    return int(text or 0)


def _institution_url(given: Mapping[str, str]) -> str | None:
    """The login for users of schools. Raises SettingMissing, also without a user name.

    An upgrade gives the user of that name its rights.
    """
    url = _database_url(given, "DATABASE_INSTITUTION_URL")
    if url is not None and not urlsplit(url).username:
        raise SettingMissing(
            "DATABASE_INSTITUTION_URL must name its user: "
            "postgresql://tracker_institution@host/tracker"
        )
    return url


def _database_url(given: Mapping[str, str], name: str) -> str | None:
    """The URL in the form for SQLAlchemy; hosting services give it as postgres://.

    Raises SettingMissing, also for a server elsewhere whose certificate is not checked:
    any machine on the way could answer as the database.
    """
    url = given.get(name, "")
    if not url:
        return None
    if name != training.DATABASE and not given.get("DATABASE_URL"):
        raise SettingMissing(
            f"Set DATABASE_URL too, or leave {name} out: the embedded database has "
            "logins of its own."
        )
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgres", "postgresql"):
        raise SettingMissing(
            f"{name} must begin with postgresql:// because PostgreSQL is the one "
            "database that is supported."
        )
    parts = _AFTER_SCHEME.fullmatch(rest)
    port = None if parts is None else parts["port"]
    if parts is None or not (port is None or _is_port(port)):
        raise SettingMissing(
            f"{name} must read postgresql://user:password@host:port/database, "
            "with a port from 1 to 65535; write an @ in a password as %40."
        )
    if given.get("TRACKER_PLAIN_DATABASE", "").lower() != "yes" and not (
        _is_on_this_machine(parts, given) or _is_verified(parts, given)
    ):
        raise SettingMissing(
            f"{name} leads to another machine and must end with "
            "?sslmode=verify-full (and &sslrootcert=FILE for a certificate of your "
            "own), or set TRACKER_PLAIN_DATABASE=yes where the network is trusted."
        )
    return f"postgresql+psycopg://{rest}"


def _options(address: re.Match[str]) -> dict[str, list[str]]:
    return parse_qs(address["options"] or "", keep_blank_values=True)


def _is_on_this_machine(address: re.Match[str], given: Mapping[str, str]) -> bool:
    """Whether every host of the address is this machine or a socket on it."""
    options = _options(address)
    if "service" in options or given.get("PGSERVICE"):
        return False  # a file that is read only on connecting names the host
    hosts = [unquote(address["host"])] if address["host"] else options.get("host", [])
    hosts += options.get("hostaddr", [])
    # What the address leaves out, the driver takes from the environment.
    hosts = hosts or [given.get("PGHOST", ""), given.get("PGHOSTADDR", "")]
    each = [one for host in hosts for one in host.split(",")]
    return all(_is_loopback(_without_port(one)) for one in each)


def _without_port(host: str) -> str:
    return host.split(":", maxsplit=1)[0] if host.count(":") == 1 else host.strip("[]")


def _is_loopback(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_verified(address: re.Match[str], given: Mapping[str, str]) -> bool:
    """Whether the server's certificate and its name are checked."""
    modes = _options(address).get("sslmode") or [given.get("PGSSLMODE", "")]
    return all(mode == "verify-full" for mode in modes)


def _is_port(text: str) -> bool:
    return text == "" or (
        len(text) <= 5 and text.isascii() and text.isdigit() and 0 < int(text) < 65_536
    )
