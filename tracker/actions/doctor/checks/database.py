"""The database: who may do what in it, its clock, its version, and its worker."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from tracker import store
from tracker.actions.doctor.examination import Installation, check
from tracker.actions.worker import nightly

_HERE = ("", "localhost", "127.0.0.1", "::1")
_VERIFIED = ("verify-full", "verify-ca")
#: The other checks take less; more is a clock that is wrong.
_APART = timedelta(seconds=30)
_AHEAD = timedelta(minutes=1)
#: A worker reports twelve times in this time that it is alive.
_SILENT = timedelta(seconds=60)


@check("Connection to the database")
def connection(here: Installation) -> Iterator[str]:
    url = here.settings.database_url
    if url is None or is_on_this_machine(url):
        return
    if parse_qs(urlsplit(url).query).get("sslmode", [""])[0] not in _VERIFIED:
        yield (
            "The database is on another machine, and its certificate is not checked: "
            "anybody between can read along. Add ?sslmode=verify-full to DATABASE_URL."
        )


def is_on_this_machine(url: str) -> bool:
    """Whether the server of an address is on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    return host in _HERE or host.startswith("/")


@check("Tables of the database", needs_database=True)
def tables(here: Installation) -> Iterator[str]:
    if not store.tables.is_current():
        yield store.tables.obstacle() or (
            "The tables of the database are not those of this version. Run flask db "
            "upgrade."
        )


@check("Roles in the database", needs_database=True)
def role(here: Installation) -> Iterator[str]:
    yield from store.database.roles.faults()


@check("Clock and database", needs_database=True)
def clock(here: Installation) -> Iterator[str]:
    apart = store.database.server_facts.clock() - here.at
    if abs(apart) > nightly.MOST_APART:
        yield (
            "The clocks of this machine and of the database differ by more than an "
            "hour, so no night deletes what is old. Set both by a time server."
        )
    elif abs(apart) > _APART:
        yield (
            f"The clocks of this machine and of the database differ by "
            f"{abs(apart).total_seconds():.0f} seconds. Set both by a time server."
        )
    if not store.tables.is_current():
        return
    newest = store.database.server_facts.newest_line()
    if newest is not None and newest - here.at > _AHEAD:
        yield (
            f"The newest line of the audit is of {newest:%d %b %Y %H:%M} UTC, which "
            "has not come yet: the clock has been set back. Check the time server, and "
            "keep a note of the hours that the audit has twice."
        )


@check("Worker", needs_database=True)
def worker(here: Installation) -> Iterator[str]:
    if not store.tables.is_current():
        return
    if not store.work.queue.worker_seen(within=_SILENT):
        yield (
            "No worker is running, so files and the nightly work wait. Start flask "
            "serve, or flask work beside it."
        )
