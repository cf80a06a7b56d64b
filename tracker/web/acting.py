"""The act of the signed-in user: who changes something, when, for which authority.

It gives the pages the current time as well. Below this layer, time is an argument. A
demo may stand on another day (decision 0185): ``today`` and ``now_on_day`` are of that
day, ``now`` and ``clock_day`` go by the clock.
"""

from datetime import UTC, date, datetime, time, timedelta

from flask import current_app

from tracker.actions.act import Act
from tracker.demo.demo_day import DemoDay
from tracker.domain.reference.england import HERE, day_at, on_day
from tracker.web.guard import me


def now() -> datetime:
    """This moment by the clock, for what is recorded, and for sessions and tokens.

    The tests may pretend another.
    """
    pretended: datetime | None = current_app.config.get("NOW")
    return pretended or datetime.now(UTC)


def clock_day() -> date:
    """The date in England by the clock, for questions to the audit."""
    return day_at(now())


def demo_day() -> date | None:
    """The day on which a demo stands; None for today, as in every council."""
    found: DemoDay | None = current_app.config["DEMO_DAY"]
    return None if found is None else found.day


def today() -> date:
    """Today's date in England, or the day on which a demo stands."""
    return demo_day() or clock_day()


def began(day: date) -> datetime:
    """The first moment of a day by the clock: what was recorded since is of that day.

    On a demo's day to come, it is as many days before the date of the clock. Of a day
    that is past, whatever was recorded later is of the demo's day.
    """
    first = min(day, clock_day() - (today() - day))
    return datetime.combine(first, time(), HERE)


def midnight(days_ago: int = 0) -> datetime:
    """The first moment of a day by the clock, for questions to the audit."""
    return datetime.combine(clock_day() - timedelta(days=days_ago), time(), HERE)


def now_on_day() -> datetime:
    """This moment on that day, for the time left of what is due."""
    return on_day(now(), today())


def act() -> Act:
    """What the signed-in user does at this moment, for an action to carry out."""
    user = me()
    return Act(by=user.email, at=now(), on=today(), authority=user.authority)
