"""The days for which positions are kept, and whether each day is complete."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base, cached
from tracker.store.database.base import AuthorityCode
from tracker.store.history.derivations import current, hold_current


class PositionDay(Model):
    """A day with stored positions. Until it is ``complete``, some are still missing."""

    __tablename__ = "position_days"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    complete: Mapped[bool]


def _days(authorities: Iterable[str]) -> Mapping[date, Mapping[str, bool]]:
    """Every kept day, the oldest first; for each authority whether it is complete."""
    wanted = tuple(sorted(authorities))
    return cached.once(("days", wanted), partial(_read, wanted))


def _read(authorities: Sequence[str]) -> Mapping[date, Mapping[str, bool]]:
    found: dict[date, dict[str, bool]] = {}
    for authority, as_of, complete, is_current in base.repeated(
        f"SELECT authority, as_of, complete, {current()} FROM position_days"
        " WHERE authority = ANY(%s) ORDER BY as_of",
        list(authorities),
    ):
        found.setdefault(as_of, {})[authority] = complete and is_current
        hold_current(is_current)
    return found


def _are_all(of_day: Mapping[str, bool], within: Scope) -> bool:
    return len(of_day) == len(within.authorities) and all(of_day.values())


def kept(authority: str) -> Sequence[date]:
    """Every day for which an authority's positions are kept, the oldest first."""
    return list(_days([authority]))


def are_complete(days: Iterable[date], *, within: Scope) -> bool:
    """Whether everybody in the scope has a position on each of these days."""
    wanted = set(days)
    return complete_among(wanted, within=within) == wanted


def complete_among(wanted: Iterable[date], *, within: Scope) -> set[date]:
    """The days among these on which everybody in the scope has a position."""
    found = _days(within.authorities)
    return {day for day in wanted if _are_all(found.get(day, {}), within)}


def newest(on: date, *, within: Scope) -> date | None:
    """The newest day up to ``on`` on which everybody in the scope has a position."""
    return max(
        (
            day
            for day, of_day in _days(within.authorities).items()
            if day <= on and _are_all(of_day, within)
        ),
        default=None,
    )


def complete(authority: str, days: Iterable[date]) -> None:
    """Marks these days as complete: everybody has a position."""
    cached.renew()
    base.run(
        "INSERT INTO position_days (authority, as_of, complete)"
        " SELECT %s, day, true FROM unnest(%s::date[]) AS day"
        " ON CONFLICT (authority, as_of)"
        " DO UPDATE SET complete = excluded.complete",
        [authority, sorted(set(days))],
    )


def mark_stale(authority: str, *, but: Iterable[date] = ()) -> None:
    """Marks every day except ``but`` as incomplete: some positions are missing."""
    cached.renew()
    base.run(
        "UPDATE position_days SET complete = false"
        " WHERE authority = %s AND complete AND NOT as_of = ANY(%s::date[])",
        [authority, list(but)],
    )


def forget(authority: str, days: Iterable[date]) -> None:
    """Removes these days from the days for which positions are kept."""
    cached.renew()
    base.run(
        "DELETE FROM position_days WHERE authority = %s AND as_of = ANY(%s::date[])",
        [authority, list(days)],
    )
