"""The time of the councils: which day it is in England at a moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: The time zone of every council and of its young people.
HERE = ZoneInfo("Europe/London")


def day_at(moment: datetime) -> date:
    """The day in England at a moment."""
    return moment.astimezone(HERE).date()


def on_day(moment: datetime, day: date) -> datetime:
    """The moment with the same time of day in England on a day."""
    there = moment.astimezone(HERE)
    if there.date() == day:
        return moment
    return datetime.combine(day, there.timetz()).astimezone(moment.tzinfo)
