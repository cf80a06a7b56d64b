"""Figures from members, for the command line and the demo's summary."""

from tracker.access import authority_scope
from tracker.actions import positions as derive
from tracker.domain.academic_year import Period
from tracker.domain.measures import Figure, count
from tracker.domain.published import annual, annual_periods
from tracker.store import caseload


def of_month(authority: str, period: Period) -> list[Figure]:
    """The measures of a month, as at its last day."""
    scope = authority_scope(authority)
    derive.refresh([period.end], within=scope)
    return count(caseload.members(period.end, within=scope))


def of_year(authority: str, year: int) -> list[Figure]:
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
    derive.refresh([period.end for period in months.values()], within=scope)
    counted = {
        name: count(caseload.members(period.end, within=scope))
        for name, period in months.items()
    }
    return annual(**counted)
