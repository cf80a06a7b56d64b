"""Members: the people an authority counts on a date, and their cohort status."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.position import Position
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import (
    DUTY_AGES,
    GUARANTEE_MONTHS,
    LAST_WITH_PLAN,
    YEAR_11,
    YEAR_13,
    Period,
    academic_age,
    end_before,
    year_group,
)
from tracker.domain.reference.identifiers import Postcode

#: Before an authority has loaded the wards of its postcodes.
NO_WARDS: Mapping[str, str] = MappingProxyType({})


class Member(NamedTuple):
    """A young person as one authority counts them on one date.

    ``status`` is the cohort status that the return gives (a code of
    ``codes.COHORT_STATUSES``), or None for a person who is known but not returned.
    ``year_group`` is academic age less four: 12 and 13 are the published cohort.
    """

    person: int
    authority: str
    as_of: date
    academic_age: int
    year_group: int
    status: str | None
    position: Position
    sex: str | None = None
    ethnicity: str | None = None
    send: bool = False
    sen_support: bool = False
    free_meals: bool = False
    characteristics: frozenset[str] = frozenset()
    area: str | None = None  # as ``home_area`` gives it
    guarantee: str | None = None  # the guarantee status that applies, for its cohort
    year_11_school: str | None = None  # institution key
    #: The member as measures count it, where this one is what readers see of it.
    counted: "Member | None" = None


def home_area(postcode: str | None, wards: Mapping[str, str]) -> str | None:
    """The ward in which a postcode lies, by the wards of an authority's postcodes; the
    first half of a postcode in none of them. None without a postcode.
    """
    if not postcode:
        return None
    return wards.get(postcode) or Postcode.outcode(postcode)


def in_scope(age: int, *, send: bool) -> bool:
    """Whether the return covers this academic age (NCCIS 1.3)."""
    if age == YEAR_11 or age in DUTY_AGES:
        return True
    return send and YEAR_13 < age <= LAST_WITH_PLAN


def guarantee_year(born: date, period_end: date) -> int | None:
    """The node of the September Guarantee that applies: 11, 12 or None (rule 905).

    From April to August it follows the year group. From September to March the same
    people are one year group higher.
    """
    moved_up = Period.of(period_end).guarantee_moved_up
    group = year_group(born, period_end) - moved_up
    return group if group in (11, 12) else None


def leaver_status(
    age: int,
    age_before: int,
    *,
    send: bool,
    departure: Departure | None,
) -> str | None:
    """The reason why a member returned last month has left the primary cohort.

    None where they are still in it. Source: item YP10.
    """
    if departure is not None:
        return departure.status
    if in_scope(age, send=send):
        return None
    if age_before > DUTY_AGES[-1]:
        return codes.AGED_OUT if age > LAST_WITH_PLAN else codes.PLAN_ENDED
    return codes.AGED_OUT


def cohort_status(
    *,
    born: date,
    period_end: date,
    now: Particulars,
    before: Particulars | None,
    on_guarantee_list: bool,
    merged_on: date | None = None,
) -> str | None:
    """The cohort status in the return of ``period_end``, or None if not in it.

    ``now`` and ``before`` are the particulars at the end of this period and of the last
    one; ``before`` is None for a young person who was not known then. Leavers are
    returned once, in the month in which they leave. A young person on the guarantee
    list stays until the guarantee is reported, unless they died.
    """
    last_end = end_before(period_end)
    age, age_before = academic_age(born, period_end), academic_age(born, last_end)
    left_before = before is None or (
        before.departure is not None and before.departure.on <= last_end
    )
    was_in = (
        before is not None
        and not left_before
        and in_scope(age_before, send=before.send)
    )
    if merged_on is not None:
        return (
            codes.DUPLICATE if was_in and last_end < merged_on <= period_end else None
        )
    departure = now.departure
    if departure is not None and departure.on > period_end:
        departure = None
    status = leaver_status(age, age_before, send=now.send, departure=departure)
    if status is None:
        return codes.PRIMARY
    listed_from = date(period_end.year, GUARANTEE_MONTHS.start, 1)
    kept = (
        on_guarantee_list
        and period_end.month in GUARANTEE_MONTHS
        # The list is of those who were here in May, without earlier leavers.
        and (departure is None or departure.on >= listed_from)
    )
    if kept and status != codes.DIED and in_scope(age_before, send=True):
        return codes.GUARANTEE_ONLY
    return status if was_in else None


def member(
    person: int,
    authority: str,
    *,
    status: str | None,
    position: Position,
    born: date,
    known: Particulars,
    guarantee: str | None,
    year_11_school: str | None,
    wards: Mapping[str, str] = NO_WARDS,
) -> Member:
    """The person as a member on the day of the position; ``wards`` by postcode."""
    day = position.day
    return Member(
        person=person,
        authority=authority,
        as_of=day,
        academic_age=academic_age(born, day),
        year_group=year_group(born, day),
        status=status,
        position=position,
        sex=known.identity.sex,
        ethnicity=known.ethnicity,
        send=known.send,
        sen_support=known.sen_support and not known.send,
        free_meals=known.free_meals,
        characteristics=known.characteristics,
        area=home_area(known.identity.postcode, wards),
        guarantee=guarantee,
        year_11_school=year_11_school,
    )
