"""A person's record in the old system at a month's end: right, late, or missing."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tracker.demo.people.contacts import GOES_WITH, neet_since
from tracker.demo.people.institutions import Institutions, Place
from tracker.demo.people.population import Person, Spell
from tracker.domain.history.currency import lapse_date
from tracker.domain.reference.academic_year import AcademicYear, Period
from tracker.domain.reference.activity import (
    APPRENTICESHIP,
    EDUCATION,
    NOT_KNOWN,
    NOT_KNOWN_COMPULSORY,
    RE_ENGAGEMENT,
    activity,
)

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Held:
    """The one activity of a record; its dates keep the order that the rules require."""

    activity: str
    starts: date
    ascertained: date
    verified: date | None = None
    place: Place | None = None
    review: date | None = None
    lapses: date | None = None
    neet_since: date | None = None
    expected_end: date | None = None
    needs: set[str] = field(default_factory=set)

    @property
    def is_neet(self) -> bool:
        return activity(self.activity).is_neet


def held(
    rng: Random, person: Person, period: Period, institutions: Institutions
) -> Held | None:
    """The activity in a record for that month; None for no record at all."""
    end = period.end
    year = period.academic_year
    if person.cohort == year.start:
        return _in_year_11(rng, person, period, institutions)
    spells = [each for each in person.later if each.starts <= end and not each.hidden]
    # In September many lists are still missing: last year's activity is there, lapsed.
    if period.month == 9 and rng.random() < 0.12:
        earlier = [each for each in spells if each.starts < year.starts]
        if earlier and earlier[-1].at is not None:
            last_day = min(earlier[-1].ends or year.previous.ends, year.previous.ends)
            return _as_held(rng, person, earlier[-1], last_day, institutions)
    now = spells[-1] if spells else None
    if now is None or (now.ends is not None and now.ends < end):
        return _not_known(rng, person, now, period)
    return _as_held(rng, person, now, end, institutions)


def _in_year_11(
    rng: Random, person: Person, period: Period, institutions: Institutions
) -> Held:
    end = period.end
    spell = person.school_on(end)
    seen = period.academic_year.starts + _DAY * rng.randrange(2, 25)
    if spell is None:
        starts, last = period.academic_year.starts, period.academic_year.ends
        code = NOT_KNOWN_COMPULSORY.code
        return Held(code, starts, seen, seen, None, None, last, None, last)
    starts = spell.starts
    ascertained = max(starts, min(seen, starts + _DAY * 9))
    last = date(person.cohort + 1, 8, 31)
    return Held(
        activity=spell.activity,
        starts=starts,
        ascertained=ascertained,
        verified=min(max(seen, ascertained), end),
        place=institutions[spell.at] if spell.at else None,
        lapses=last,
        expected_end=last,
    )


def _not_known(
    rng: Random, person: Person, before: Spell | None, period: Period
) -> Held:
    starts = date(person.cohort + 1, 9, 1)
    if before is not None and before.ends is not None:
        starts = max(starts, before.ends + _DAY)
    starts = min(max(starts, period.academic_year.starts), period.end)
    found = min(starts + _DAY * rng.randrange(1, 20), period.end)
    return Held(NOT_KNOWN.code, starts, found)


def _as_held(
    rng: Random, person: Person, spell: Spell, end: date, institutions: Institutions
) -> Held:
    """The true spell, as the old system had it verified some time before ``end``."""
    kind = activity(spell.activity)
    newest = max((end - spell.starts).days, 0)
    # Education has to be confirmed each September again.
    renewed = max(spell.starts, AcademicYear.of(end).starts)
    limit = 60 if kind.group != EDUCATION else (end - renewed).days
    verified = end - _DAY * rng.randrange(min(newest, max(limit, 0), 75) + 1)
    ascertained = max(spell.starts, min(verified, spell.starts + _DAY * 12))
    what = Held(
        activity=spell.activity,
        starts=spell.starts,
        ascertained=ascertained,
        verified=verified,
        place=institutions[spell.at] if spell.at else None,
        expected_end=spell.expected_end,
    )
    if kind.code in (APPRENTICESHIP.code, RE_ENGAGEMENT.code):
        what.expected_end = None
    elif kind.needs_expected_end and (what.expected_end or end) < verified:
        what.expected_end = AcademicYear.of(verified).ends
    if kind.needs_review:
        what.review = verified + _DAY * 60
        if spell.review is not None:
            what.review = max(spell.review, what.review)
    what.lapses = lapse_date(
        kind,
        verified=verified,
        review=what.review,
        expected_end=what.expected_end,
    )
    if kind.is_neet:
        what.neet_since = neet_since(person.later, person.later.index(spell))
        needed = GOES_WITH.get(spell.activity)
        what.needs = {needed} if needed else set()
    return what
