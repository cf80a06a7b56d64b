"""Figures from members, for the command line and the demo's summary."""

from dataclasses import dataclass
from datetime import date

from tracker.access import authority_scope
from tracker.actions import positions as derive
from tracker.domain import codes
from tracker.domain.academic_year import Period
from tracker.domain.activity import TO_BE_CONFIRMED
from tracker.domain.measures import Figure, count
from tracker.domain.published import annual, annual_periods
from tracker.store import caseload


def of_month(
    authority: str, period: Period, say: derive.Say | None = None
) -> list[Figure]:
    """The measures of a month, as at its last day."""
    scope = authority_scope(authority)
    derive.refresh([period.end], within=scope, say=say)
    return count(caseload.members(period.end, within=scope))


def of_year(authority: str, year: int, say: derive.Say | None = None) -> list[Figure]:
    """DfE's annual set of ``year``, from the five returns that it is made from."""
    scope = authority_scope(authority)
    five = annual_periods(year)
    months = {
        "december": five.december,
        "january": five.january,
        "february": five.february,
        "march": five.march,
        "september": five.september,
    }
    derive.refresh([period.end for period in months.values()], within=scope, say=say)
    counted = {
        name: count(caseload.members(period.end, within=scope))
        for name, period in months.items()
    }
    return annual(**counted)


@dataclass(frozen=True, slots=True)
class Definitions:
    """By what figures were counted, and what of it nobody has confirmed yet."""

    requirement: str
    to_be_confirmed: str | None


def definitions(day: date) -> Definitions:
    """The definitions that figures of a day are counted by."""
    year = codes.requirement_year(day)
    name = f"{year}-{(year + 1) % 100:02d}"
    return Definitions(
        requirement=name,
        to_be_confirmed=(
            f"For {name}, how long an activity may be relied on, and which count as "
            f"taking part, is {TO_BE_CONFIRMED}."
        ),
    )
