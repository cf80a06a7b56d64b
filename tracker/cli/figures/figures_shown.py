"""Figures counted from members, for the command line and the demo's summary."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from tracker import actions, domain, store
from tracker.access import authority_scope
from tracker.actions.figures.published import comparison
from tracker.domain.figures.measures import Figure, count
from tracker.domain.figures.published import ENGLAND, annual, annual_periods
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import TO_BE_CONFIRMED


def of_month(
    authority: str, period: Period, say: actions.history.positions.Say | None = None
) -> list[Figure]:
    """The measures of a month, as at its last day."""
    scope = authority_scope(authority)
    actions.history.positions.refresh([period.end], within=scope, say=say)
    return count(store.figures.members.members(period.end, within=scope))


def of_year(
    authority: str, year: int, say: actions.history.positions.Say | None = None
) -> list[Figure]:
    """DfE's annual set of ``year``, from the five returns that it is made from."""
    scope = authority_scope(authority)
    five = annual_periods(year)
    names = ("december", "january", "february", "march", "september")
    months = {name: getattr(five, name) for name in names}
    actions.history.positions.refresh(
        [period.end for period in months.values()], within=scope, say=say
    )
    counted = {
        name: count(store.figures.members.members(period.end, within=scope))
        for name, period in months.items()
    }
    return annual(**counted)


class PublishedPercents(NamedTuple):
    """DfE's published percentages of a measure: the authority's and England's."""

    year: int
    authority: float | None
    england: float | None


def published(
    authority: str, year: int | None = None
) -> Callable[[str], PublishedPercents | None]:
    """DfE's published percentages of each measure, by its name.

    They are those of ``year``, or of the newest year. None for a measure that was not
    published.
    """
    compared = comparison(authority, actions.accounts.settings.of(authority))

    def of(measure: str) -> PublishedPercents | None:
        held = year if year is not None else compared.year(measure)
        if held is None:
            return None
        ours = compared.percent(authority, measure, held)
        england = compared.percent(ENGLAND, measure, held)
        if ours is None and england is None:
            return None
        return PublishedPercents(held, ours, england)

    return of


def cells(
    beside: PublishedPercents | None,
) -> tuple[str | None, float | None, float | None]:
    """The cells of a table for the percentages; the year is no number to count with."""
    if beside is None:
        return None, None, None
    return str(beside.year), beside.authority, beside.england


def requirement(day: date) -> str:
    """The requirement by whose definitions figures of a day are counted: 2026-27."""
    year = domain.reference.codes.requirement_year(day)
    return f"{year}-{(year + 1) % 100:02d}"


def to_be_confirmed(requirement: str) -> str:
    """The sentence about the parts of the definitions that are not confirmed yet."""
    return (
        f"For {requirement}, how long an activity may be relied on, and which count as "
        f"taking part, is {TO_BE_CONFIRMED}."
    )
