"""How a page writes dates, numbers and codes."""

from collections.abc import Sized
from datetime import date, datetime

from flask import Flask

from tracker import domain, wording
from tracker.domain.reference.england import HERE


def day(value: date | datetime | None) -> str:
    """4 November 2026; a moment is shown as its day in England."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(HERE).date()
    return f"{value.day} {value:%B %Y}"


def short_day(value: date | None) -> str:
    """4 Nov 2026, where there is little room."""
    return "" if value is None else f"{value.day} {value:%b %Y}"


def near_day(value: date, today: date) -> str:
    """4 Nov, with its year where it is more than half a year away."""
    return domain.reference.academic_year.say_near(value, today, short=True)


def moment(value: datetime | None) -> str:
    """4 November 2026 at 2:05pm."""
    if value is None:
        return ""
    there = value.astimezone(HERE)
    hour = there.hour % 12 or 12
    half = "am" if there.hour < 12 else "pm"
    return f"{day(there)} at {hour}:{there.minute:02}{half}"


def number(value: int | None) -> str:
    """1,204; "" for a number that is not known."""
    return "" if value is None else f"{value:,}"


def percent(value: float | None) -> str:
    """92.4%, with the one decimal that DfE publishes."""
    return "" if value is None else f"{value:.1f}%"


def counted(value: int | Sized, one: str, many: str | None = None) -> str:
    """1 young person, 2 young people."""
    count = value if isinstance(value, int) else len(value)
    return wording.counts.counted(count, one, many)


def from_now(value: date, today: date) -> str:
    """Today, tomorrow, in 9 days, 3 days ago."""
    days = (value - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def by_whose_link(maker: str) -> str:
    """Who made a link by which a password was set: on the machine, through the command
    line, its user is known by the name of an account alone.
    """
    account = maker.removeprefix("os user ")
    if account == maker:
        return maker
    return f"the team that runs the service (account {account} of its machine)"


def init_app(app: Flask) -> None:
    dates = (day, short_day, near_day, moment, from_now)
    for each in (*dates, number, percent, counted, by_whose_link):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.filters["within_sentence"] = wording.details.within_sentence
