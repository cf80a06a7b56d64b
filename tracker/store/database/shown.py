"""Which rows the database lets a request, a command or a task read and write.

PostgreSQL keeps back all others, by the rules in ``rights.csv``. Nothing of an
authority is shown before it is known for which authority the work is. A user of a
school or college works as a role of the database that is shown only that institution's
rows.

See decisions 0164 and 0165.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, has_app_context
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, event, text

from tracker.extensions import db

#: Shown instead of an authority's code while a user signs in: accounts, settings and
#: kept forms, of every authority.
SIGN_IN = "sign-in"
#: Shown before it is known for which authority the work is: nothing.
UNKNOWN: tuple[str, ...] = ()

_SET = (
    "SELECT set_config('tracker.authorities', %s, true),"
    " set_config('tracker.institutions', %s, true)"
)


def authorities() -> tuple[str, ...]:
    """The authorities whose rows are shown now."""
    if not has_app_context():
        return UNKNOWN
    found: tuple[str, ...] = g.get("authorities", UNKNOWN)
    return found


def show(codes: Collection[str]) -> None:
    """Shows the rows of these authorities alone.

    Until the next call, or the end of the request, command or task.
    """
    g.authorities = tuple(sorted(codes))
    _set_again()


def show_all() -> None:
    """Shows the rows of every authority: for work for the whole installation."""
    show(with_data())


def forget(error: BaseException | None = None) -> None:
    """Forgets what was shown, at the end of a request; ``error`` is how it failed."""
    g.pop("authorities", None)
    g.pop("institution_keys", None)


@contextmanager
def showing(*codes: str) -> Iterator[None]:
    """Shows the rows of these authorities alone, for a while."""
    before = authorities()
    show(codes)
    try:
        yield
    finally:
        show(before)


@contextmanager
def showing_all() -> Iterator[None]:
    """Shows the rows of every authority for a while."""
    with showing(*with_data()):
        yield


def show_institution(keys: Collection[str]) -> None:
    """Makes the rest of the request work as the institution's role, with these keys.

    Accounts, settings and kept forms still use the application's role (``extensions``).
    Raises ValueError for a key that could be read as two.
    """
    if any("\n" in key for key in keys):
        raise ValueError("no key of an institution has two lines")
    g.institution_keys = tuple(sorted(keys))


@contextmanager
def as_council() -> Iterator[None]:
    """Works as the application's role for one step of an institution's request.

    For what a school causes and may not see: sums over all leavers, the matching of a
    line, the recording of a correction. Other requests are not affected.
    """
    keys = g.pop("institution_keys", None)
    try:
        yield
    finally:
        if keys is not None:
            show_institution(keys)


def with_data() -> list[str]:
    """The codes of the authorities that have data in this installation, sorted."""
    return sorted(db.session.scalars(text("SELECT authorities_held()")))


def listen(engine: Engine) -> None:
    """Makes each transaction of an engine begin with the rows that are shown."""
    event.listen(engine, "begin", _set)


def _set_again() -> None:
    # A transaction that has begun already was set for those that were shown before. One
    # that has failed takes no statement, and the next begins with the right ones.
    if not (db.session.registry.has() and db.session().in_transaction()):
        return
    connection = db.session().connection()
    driver: Any = connection.connection.driver_connection
    if driver.info.transaction_status in (
        TransactionStatus.IDLE,
        TransactionStatus.INTRANS,
    ):
        _set(connection)


def _set(connection: Connection) -> None:
    keys: tuple[str, ...] = g.get("institution_keys", ()) if has_app_context() else ()
    given = ",".join(authorities()), "\n".join(keys)
    # By the driver itself: it is the most frequent statement of all.
    driver: Any = connection.connection.driver_connection
    driver.execute(_SET, given).close()
