"""Sustained destinations: two terms in education, training or work after leaving.

DfE measures it from its own records and publishes it a year and a half later. This is
the authority's estimate from the position at each month end, so it must be shown with
the word "provisional" (``PROVISIONAL``).

"Not captured" is DfE's "activity not captured": no participation on any day of the
year, no claim to out-of-work benefits, and no record of being NEET. A leaver with any
of them is "not sustained". No feed of ours has claims; an adviser or a file of the
earlier system records a claimant as NEET.

A leaving year is named by the summer in which it ends: leavers of 2025 finished in the
school year 2024/25, and their two terms run from October 2025 to March 2026.

Source: Department for Education, key stage 4 and 16 to 18 destination measures,
methodology and notes to the data sets ("not found to have any participation in
education, apprenticeship or employment nor recorded as receiving out-of-work benefits
at any point in the year"; "and was not recorded NEET"; other education destinations
include the education combination destination). How employment and education combine is
our reading.

See decision 0104.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from tracker.domain.history.position import Position, position_on
from tracker.domain.history.spells import Spell
from tracker.domain.reference import activity
from tracker.domain.reference.academic_year import AcademicYear, Period, periods

PROVISIONAL = "provisional"

SUSTAINED = "sustained"
NOT_SUSTAINED = "not sustained"
NOT_CAPTURED = "not captured"
TOO_EARLY = "too early to say"
OUTCOMES = (SUSTAINED, NOT_SUSTAINED, NOT_CAPTURED, TOO_EARLY)

YES = "yes"
NO = "no"
NOT_YET = "not yet"
DOES_NOT_APPLY = "does not apply"

APPRENTICE_MONTHS = 6
WORKING_MONTHS = 5


@lru_cache(maxsize=64)
def two_terms(left: int) -> tuple[date, ...]:
    """The six month ends that count, October to March after leaving."""
    return _ends(Period(left, 10), Period(left + 1, 3))


@lru_cache(maxsize=64)
def month_ends(left: int) -> tuple[date, ...]:
    """Every month end at which an apprenticeship may count, August to July."""
    return _ends(Period(left, 8), Period(left + 1, 7))


def first_autumn(left: int) -> date:
    """The day on which leavers of different years are compared: 31 October."""
    return two_terms(left)[0]


def first_march(left: int) -> date:
    """The second reported day: the 31 March after leaving."""
    return two_terms(left)[-1]


def was_seen(
    spells: Sequence[Spell], left: int, *, born: date, since: date, as_of: date
) -> bool:
    """Whether the activity on any day of the year after leaving is known, NEET or not.

    A spell may begin and end between two month ends. ``since`` is as in
    ``position_on``. In August a spell counts that has begun since July, and not the
    last weeks of the activity that they left.
    """
    last = min(month_ends(left)[-1], as_of)
    for spell in spells:
        begun = spell.starts >= date(left, 8, 1) and not spell.activity.is_compulsory
        day = spell.starts if begun else max(spell.starts, AcademicYear(left).starts)
        if day <= last and spell.covers(day):
            there = position_on(spells, day, born=born, since=since)
            if not there.is_not_known:
                return True
    return False


def sustained(
    months: Mapping[date, Position], left: int, *, as_of: date, seen: bool
) -> str:
    """One of OUTCOMES, from the positions at the month ends of the year after leaving.

    Education or training at each of the six month ends, alone or with months of work;
    work at five of them; or six months together as an apprentice, at any time from
    August to July. A month end after ``as_of`` is ignored, one without a position
    counts as not known. A leaver who was not ``seen`` on any day of the year is not
    captured, once the whole year has passed.
    """
    known = {
        day: months[day] for day in month_ends(left) if day <= as_of and day in months
    }
    running = _apprentice_run(known, left, as_of)
    if running is None:
        return SUSTAINED
    winter = [known.get(day) for day in two_terms(left)]
    if as_of < two_terms(left)[-1]:
        return TOO_EARLY
    working = sum(1 for each in winter if each is not None and _works(each))
    either = sum(
        1 for each in winter if each is not None and (each.participates or _works(each))
    )
    if either == len(winter) or working >= WORKING_MONTHS:
        return SUSTAINED
    to_come = sum(1 for day in month_ends(left) if day > as_of)
    if running and running + to_come >= APPRENTICE_MONTHS:
        return TOO_EARLY
    if seen:
        return NOT_SUSTAINED
    return TOO_EARLY if to_come else NOT_CAPTURED


def still_there(months: Mapping[date, Position], left: int, *, as_of: date) -> str:
    """Whether they were still at their destination of October in March.

    It must be the same place, or the same activity where neither has a place. "Does not
    apply" for leavers who were NEET or not known in October; "not yet" before 31 March.
    """
    october, march = two_terms(left)[0], two_terms(left)[-1]
    first, last = months.get(october), months.get(march)
    if as_of < march:
        return NOT_YET
    if first is None or first.is_not_known or first.is_neet:
        return DOES_NOT_APPLY
    if last is None or last.is_not_known or last.is_neet:
        return NO
    if first.institution is None and last.institution is None:
        return YES if first.activity == last.activity else NO
    return YES if first.institution == last.institution else NO


def _apprentice_run(
    known: Mapping[date, Position], left: int, as_of: date
) -> int | None:
    """Months as an apprentice up to now, None after six together."""
    run = 0
    for day in month_ends(left):
        if day > as_of:
            break
        position = known.get(day)
        is_apprentice = (
            position is not None
            and position.participates
            and position.activity.participation_type == activity.APPRENTICE
        )
        run = run + 1 if is_apprentice else 0
        if run >= APPRENTICE_MONTHS:
            return None
    return run


def _works(position: Position) -> bool:
    return position.group == activity.EMPLOYMENT


def _ends(first: Period, last: Period) -> tuple[date, ...]:
    return tuple(period.end for period in periods(first, last))
