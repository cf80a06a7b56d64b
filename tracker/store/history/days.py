"""The days for which positions are kept, and whether each day is complete."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history.derivations import current


class PositionDay(Model):
    """A day with stored positions. Until it is ``complete``, some are still missing."""

    __tablename__ = "position_days"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    complete: Mapped[bool]


def kept(authority: str) -> Sequence[date]:
    """Every day for which an authority's positions are kept, the oldest first."""
    return base.column(
        "SELECT as_of FROM position_days WHERE authority = %s ORDER BY as_of", authority
    )


def are_complete(days: Iterable[date], *, within: Scope) -> bool:
    """Whether everybody in the scope has a position on each of these days."""
    wanted = set(days)
    found = base.number(
        f"SELECT count(*) FROM position_days WHERE complete AND {current()}"
        " AND authority = ANY(:authorities) AND as_of = ANY(:days)",
        {"authorities": list(within.authorities), "days": list(wanted)},
    )
    return found == len(wanted) * len(within.authorities)


def complete_among(wanted: Iterable[date], *, within: Scope) -> set[date]:
    """The days among these on which everybody in the scope has a position."""
    return base.distinct(
        f"SELECT as_of FROM position_days WHERE complete AND {current()}"
        " AND authority = ANY(%s) AND as_of = ANY(%s::date[])"
        " GROUP BY as_of HAVING count(*) = %s",
        list(within.authorities),
        list(wanted),
        len(within.authorities),
    )


def newest(on: date, *, within: Scope) -> date | None:
    """The newest day up to ``on`` on which everybody in the scope has a position."""
    found = base.repeated(
        "SELECT as_of FROM position_days WHERE authority = ANY(%s) AND as_of <= %s"
        f" AND complete AND {current()} GROUP BY as_of HAVING count(*) = %s"
        " ORDER BY as_of DESC LIMIT 1",
        list(within.authorities),
        on,
        len(within.authorities),
    )
    return found[0][0] if found else None


def complete(authority: str, days: Iterable[date]) -> None:
    """Marks these days as complete: everybody has a position."""
    base.run(
        "INSERT INTO position_days (authority, as_of, complete)"
        " SELECT %s, day, true FROM unnest(%s::date[]) AS day"
        " ON CONFLICT (authority, as_of)"
        " DO UPDATE SET complete = excluded.complete",
        [authority, sorted(set(days))],
    )


def mark_stale(authority: str, *, but: Iterable[date] = ()) -> None:
    """Marks every day except ``but`` as incomplete: some positions are missing."""
    base.run(
        "UPDATE position_days SET complete = false"
        " WHERE authority = %s AND complete AND NOT as_of = ANY(%s::date[])",
        [authority, list(but)],
    )


def forget(authority: str, days: Iterable[date]) -> None:
    """Removes these days from the days for which positions are kept."""
    base.run(
        "DELETE FROM position_days WHERE authority = %s AND as_of = ANY(%s::date[])",
        [authority, list(days)],
    )
