"""Where a young person is expected after leaving, and what those places' lists say.

A school, college or provider expects those who plan to come, who applied, who have its
offer, and those with a place that the authority proposed there. Whether they came is
read from its own lists alone: what another place knows is not its business. See
decision 0211.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.evidence import Doing, Evidence, Intention, Tier
from tracker.domain.history.guarantee import (
    OFFERED,
    YEARS,
    Application,
    applications,
    offers_of,
)
from tracker.domain.history.spells import newest_first
from tracker.domain.history.stays import Resolve
from tracker.domain.leavers.own_statement import OwnStatements
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import AcademicYear

#: A list of this day or later is one of the new school year.
_NEW_YEAR = 8, 1
#: What a place itself sends: its roll, its census where it is a school, its notices.
_OF_THE_PLACE = frozenset({Tier.PROVIDER_ROLL, Tier.SCHOOL_CENSUS, Tier.LEAVING_NOTICE})


class Expectation(StrEnum):
    """Why a young person is expected at a place: the later outdoes the earlier."""

    TURNED_DOWN = "turned down"  # a place that the authority proposed
    PLANNED = "planned"
    APPLIED = "applied"
    PROPOSED = "proposed"
    ALLOCATED = "allocated"
    OFFERED = "offered"
    ACCEPTED = "accepted"


class Arrival(StrEnum):
    """What the place's own lists say of a young person who is expected there."""

    CAME = "came"
    LEFT = "left"
    NOT_LISTED = "not listed"
    NOT_YET = "not yet"  # the school year has not begun


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    """A place (key) where a young person is expected, since when and for which course.

    ``came_on`` is the day of its newest list with them, ``left_on`` the last day that
    this list gives.
    """

    place: str
    how: Expectation
    since: date
    course: str | None = None
    came_on: date | None = None
    left_on: date | None = None


def arrival(
    came_on: date | None, left_on: date | None, left: int, *, on: date
) -> Arrival:
    """Whether a leaver of the summer of ``left`` came, as known on a day."""
    if left_on is not None and left_on <= on:
        return Arrival.LEFT
    if came_on is not None:
        return Arrival.CAME
    return Arrival.NOT_YET if on < AcademicYear(left).starts else Arrival.NOT_LISTED


def expected_places(
    evidence: Sequence[Evidence],
    year_group: int,
    left: int,
    *,
    on: date,
    own: OwnStatements,
    resolve: Resolve,
) -> list[ExpectedPlace]:
    """The places where a leaver of the summer of ``left`` is expected, as on a day.

    ``evidence`` is without what is sealed. What a place's own users stated gives it no
    sight of a young person without another source that has them there (decision 0115).
    """
    then = [item for item in evidence if item.as_at <= on]
    found = []
    for key, by_all in _by_place(then, year_group, left, on, resolve).items():
        seen = own.as_seen_by(key, then, resolve)
        there: ExpectedPlace | None = by_all
        if len(seen) < len(then):
            there = _by_place(seen, year_group, left, on, resolve).get(key)
        if there is not None:
            found.append(_with_arrival(there, then, left, resolve))
    return found


def _by_place(
    evidence: Sequence[Evidence],
    year_group: int,
    left: int,
    on: date,
    resolve: Resolve,
) -> dict[str, ExpectedPlace]:
    found: dict[str, ExpectedPlace] = {}
    for each in (
        *_planned(evidence, year_group, left, resolve),
        *_applied(evidence, year_group, on, resolve),
    ):
        before = found.get(each.place)
        if before is None or _rank(each.how) > _rank(before.how):
            found[each.place] = each
    return found


_ORDER = tuple(Expectation)


def _rank(how: Expectation) -> int:
    return _ORDER.index(how)


def _planned(
    evidence: Sequence[Evidence], year_group: int, left: int, resolve: Resolve
) -> list[ExpectedPlace]:
    """The place of the newest plan; a plan of Year 11 is none for a later year."""
    plans = newest_first(
        Intention,
        [item for item in evidence if item.as_at >= AcademicYear(left - 1).starts],
    )
    if year_group != YEARS[0] or not plans:
        return []
    plan, item = plans[0]
    place = key_by(plan.at, resolve)
    if place is None:
        return []
    return [ExpectedPlace(place, Expectation.PLANNED, item.as_at, plan.course)]


def _applied(
    evidence: Sequence[Evidence], year_group: int, on: date, resolve: Resolve
) -> list[ExpectedPlace]:
    offers = [
        (offer, item)
        for offer, item in offers_of(evidence)
        if offer.year == year_group and item.as_at <= on
    ]
    made = applications(offers, resolve=resolve)
    found = [
        ExpectedPlace(each.place, how, each.since, each.course)
        for each in made
        if each.place is not None and (how := _of_stage(each)) is not None
    ]
    applied_at = {each.place for each in made}
    for offer, item in offers:
        status = codes.GUARANTEE_STATUSES.get(offer.status)
        place = key_by(offer.at, resolve)
        # A status as a whole may name the place of the offer.
        if status is None or status.category != OFFERED or place is None:
            continue
        if place not in applied_at:
            found.append(
                ExpectedPlace(place, Expectation.OFFERED, item.as_at, offer.course)
            )
    return found


_OF_STAGE = {
    codes.PROPOSED: Expectation.PROPOSED,
    codes.ALLOCATED: Expectation.ALLOCATED,
    codes.TURNED_DOWN: Expectation.TURNED_DOWN,
}
#: A place that the authority proposed, whatever came of it.
_OF_THE_AUTHORITY = frozenset(_OF_STAGE.values())


def _of_stage(application: Application) -> Expectation | None:
    stage = application.stage
    if stage.by_authority:
        return _OF_STAGE[stage.value]
    if not stage.live:
        return None
    if stage.value in codes.TAKEN_UP:
        return Expectation.ACCEPTED
    return Expectation.OFFERED if stage.offer else Expectation.APPLIED


def _with_arrival(
    expected: ExpectedPlace, evidence: Sequence[Evidence], left: int, resolve: Resolve
) -> ExpectedPlace:
    first = date(left, *_NEW_YEAR)
    if expected.how in _OF_THE_AUTHORITY:
        # A place is proposed at any time of the year, and may be taken at once.
        first = min(first, expected.since)
    listed = [
        (item.as_at, item.statement.ends)
        for item in evidence
        if isinstance(item.statement, Doing)
        and item.source.tier in _OF_THE_PLACE
        and item.as_at >= first
        and key_by(item.statement.at, resolve) == expected.place
    ]
    if not listed:
        return expected
    came_on = max(day for day, _ in listed)
    ends = [last for day, last in listed if day == came_on and last is not None]
    return replace(expected, came_on=came_on, left_on=max(ends, default=None))
