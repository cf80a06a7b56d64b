"""The months in which the audit is kept, and deleted whole once past their retention.

The functions of the database that do it belong to the owner of the tables. A line of a
month that was not made waits in ``audit_rest``, so that no action is ever refused.
"""

from datetime import date, timedelta

from tracker.store.database import base

_PREFIX = "audit_"


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def following(month: date) -> date:
    """The first day of the month after one."""
    return first_of_month(month + timedelta(days=32))


def is_part(name: str | None) -> bool:
    """Whether a table is a part of the audit, which no code names."""
    part = (name or "").removeprefix(_PREFIX)
    return part == "rest" or part.replace("_", "").isdigit()


def kept() -> list[date]:
    """The months that have a table of their own, the oldest first."""
    names = base.column(
        "SELECT c.relname::text FROM pg_inherits i"
        " JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'audit'::regclass AND c.relname <> 'audit_rest'"
    )
    months = (name.removeprefix(_PREFIX).split("_") for name in names)
    return sorted(date(int(year), int(month), 1) for year, month in months)


def make(on: date) -> list[date]:
    """Makes the months that lines wait for and those of the next weeks.

    Returns the new ones. Commits after each of them.
    """
    there = set(kept())
    waiting = base.distinct(
        "SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM audit_rest"
    )
    this = first_of_month(on)
    ahead = {this, following(this), following(following(this))}
    made = []
    for month in sorted((waiting | ahead) - there):
        with base.transaction():
            if base.column("SELECT audit_month(%s)", month) == [True]:
                made.append(month)
    return made


def past_retention(years: int, on: date) -> list[date]:
    """The months of which every line is older than so many whole calendar years."""
    kept_from = date(on.year - years, 1, 1)
    return [month for month in kept() if month < kept_from]
