"""The clock of a case: when it has to be done, from what has happened in it.

A month ends on the corresponding date of the next month, or on its last day where that
month is shorter; days are counted from the day after receipt. A clock that would end on
a day off ends on the next working day, a clock of hours never moves. Days on which the
council waits for the requester do not count. Source: Law D-05, D-14, D-15; UK GDPR
article 12; Regulation 1182/71 article 3 for the counting of time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from tracker.domain.law.cases import working_days
from tracker.domain.law.cases.case_kinds import Kind, Unit

_ENGLAND = ZoneInfo("Europe/London")


class Turn(StrEnum):
    """What moves a clock."""

    RECEIVED = "received"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Turned:
    """One event of a clock. ``months`` is of an extension alone."""

    turn: Turn
    at: datetime
    months: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """When a case has to be done.

    ``due`` is the last moment: the end of ``last_day`` in England, or the very moment
    of a clock of hours. ``extend_by`` is the last day on which the clock may still be
    extended. While the clock stands still, ``paused_since`` is set, and ``due`` is as
    if it went on at ``now``. ``unknown_years`` are years without known bank holidays.
    """

    received: datetime
    due: datetime
    last_day: date
    extend_by: date
    paused_since: date | None
    paused_days: int
    further_months: int
    unknown_years: tuple[int, ...]

    def used(self, now: datetime) -> float:
        """The share of the time that is used, from 0 to 1."""
        until = self.begins_standing or now
        whole = (self.due - self.received).total_seconds()
        gone = (until - self.received).total_seconds()
        return min(max(gone / whole, 0.0), 1.0) if whole > 0 else 1.0

    @property
    def begins_standing(self) -> datetime | None:
        """The moment from which a paused clock stands still."""
        if self.paused_since is None:
            return None
        return start_of(self.paused_since)

    @property
    def labels(self) -> list[str]:
        """What could not be confirmed about the day, in words for its reader."""
        return [f"no bank holidays known for {year}" for year in self.unknown_years]


def clock(
    kind: Kind, turns: Iterable[Turned], *, now: datetime, until: date | None = None
) -> Clock:
    """The clock of a case of this kind, from its events as they were recorded.

    ``until`` is another last day that was set for the case, such as the day of a
    review. ``now`` is read only while the clock stands still. Raises ValueError without
    a receipt, or where a pause begins within a pause.
    """
    received, pauses, since, months = _read(turns)
    until_now = (day_of(now) - since).days if since is not None else 0
    days = pauses + max(until_now, 0)
    if kind.unit is Unit.HOURS:
        due = received.astimezone(UTC) + timedelta(hours=kind.length)
        return Clock(
            received, due, day_of(due), day_of(received), since, days, months, ()
        )
    first = _ends(kind, received, 0, days)
    last = first if not months else _ends(kind, received, months, days)
    if until is not None:
        last = working_days.WorkingDay(until, ())
    return Clock(
        received=received,
        due=_end_of(last.day),
        last_day=last.day,
        extend_by=first.day,
        paused_since=since,
        paused_days=days,
        further_months=months,
        unknown_years=last.unknown_years,
    )


def day_of(moment: datetime) -> date:
    """The day in England on which a moment falls."""
    return moment.astimezone(_ENGLAND).date()


def moment_on(day: date, at: time) -> datetime:
    """The moment at which a clock on a wall in England shows a time on a day."""
    return datetime.combine(day, at, _ENGLAND).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The first moment of a day in England."""
    return moment_on(day, time.min)


def _end_of(day: date) -> datetime:
    return start_of(day + timedelta(days=1))


def _ends(
    kind: Kind, received: datetime, further: int, paused: int
) -> working_days.WorkingDay:
    day = day_of(received)
    if kind.unit is Unit.MONTHS:
        # Counted from receipt each time: 31 January and two months is 31 March.
        day += relativedelta(months=kind.length + further)
    else:
        day += timedelta(days=kind.length)
    day += timedelta(days=paused)
    return (
        working_days.from_day(day) if kind.rolls else working_days.WorkingDay(day, ())
    )


def _read(turns: Iterable[Turned]) -> tuple[datetime, int, date | None, int]:
    """The receipt, the days of ended pauses, the day of an open pause, the months."""
    received: datetime | None = None
    since: date | None = None
    days = months = 0
    for each in sorted(turns, key=lambda turned: turned.at):
        match each.turn:
            case Turn.RECEIVED:
                received = each.at
            case Turn.EXTENDED:
                months += each.months
            case Turn.PAUSED if since is None:
                since = day_of(each.at)
            case Turn.RESUMED if since is not None:
                days += (day_of(each.at) - since).days
                since = None
            case _:
                raise ValueError("a clock is paused twice, or resumed without a pause")
    if received is None:
        raise ValueError("a clock begins with a receipt")
    return received, days, since, months
