"""The position of a young person on a day, and the day on which it lapses."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.history.currency import lapse_date
from tracker.domain.history.evidence import Tier
from tracker.domain.history.spells import ONE_DAY, Spell, neet_since
from tracker.domain.reference.academic_year import AcademicYear, academic_age
from tracker.domain.reference.activity import (
    NOT_KNOWN,
    NOT_KNOWN_COMPULSORY,
    UNKNOWN,
    Activity,
)

#: The academic age at which compulsory education is over.
PAST_COMPULSORY = 16


class Position(NamedTuple):
    """What is known about the activity of one person on ``day``.

    ``activity`` is the last known one. Once it has lapsed the person counts as not
    known, though the return still names the activity: use ``is_not_known``, never the
    code. ``institution`` is the key of ``domain.reference.institution.Institution``.
    ``ascertained`` and ``verified`` are the first and the last day on which a source
    confirmed it, ``tier`` the kind of source that did so last. Of one who was found
    again after a lapse (decision 0215) they are of the time since.
    """

    day: date
    activity: Activity
    starts: date
    ascertained: date
    institution: str | None = None
    institution_name: str | None = None
    verified: date | None = None
    tier: Tier | None = None
    review: date | None = None
    expected_end: date | None = None
    lapses: date | None = None
    neet_since: date | None = None
    questioned: bool = False

    @property
    def lapsed(self) -> bool:
        return self.lapses is not None and self.lapses < self.day

    @property
    def is_not_known(self) -> bool:
        return self.lapsed or self.activity.is_not_known

    @property
    def is_neet(self) -> bool:
        return self.activity.is_neet and not self.lapsed

    @property
    def participates(self) -> bool:
        return self.activity.participates and not self.lapsed

    @property
    def group(self) -> str:
        """The group it counts under: that of the activity, or not known once lapsed."""
        return UNKNOWN if self.is_not_known else self.activity.group

    @property
    def counts_since(self) -> date:
        """The first day in that group: its start, or the day after it lapsed."""
        if self.lapsed and self.lapses is not None:
            return self.lapses + ONE_DAY
        return self.starts


def position_on(
    spells: Sequence[Spell], day: date, *, born: date, since: date
) -> Position:
    """The position of a person on ``day``, from their spells in order.

    ``since`` is the first day with any evidence about them: from then until their first
    spell they are not known. An activity of compulsory education ends with Year 11 by
    itself, without evidence.
    """
    index = next(
        (i for i in range(len(spells) - 1, -1, -1) if spells[i].starts <= day), None
    )
    if index is None:
        return _unknown(day, born, since=min(since, day))
    spell = spells[index]
    compulsory_ends = AcademicYear.of_year_11(born).ends
    if spell.activity.is_compulsory and compulsory_ends < day:
        ended = min(spell.ends or compulsory_ends, compulsory_ends)
        return _unknown(day, born, since=max(ended + ONE_DAY, spell.starts))
    if spell.ends is not None and spell.ends < day:
        return _unknown(day, born, since=spell.ends + ONE_DAY)
    return _during(spells, index, day)


def _during(spells: Sequence[Spell], index: int, day: date) -> Position:
    spell = spells[index]
    first = spell.ascertained or day
    last: tuple[date, int] | None = None  # the newest, and the best of one day
    good: date | None = None
    heard: list[date] = []
    for confirmed, tier, since in spell.confirmations:
        verifies = tier.verifies
        # A list of October with a start in September vouches for every day between, so
        # that a month is not unknown only because its evidence came after its end.
        if confirmed > day and not (verifies and since <= day):
            continue
        as_at = min(confirmed, day)
        first = min(first, as_at)
        if last is None or (as_at, -tier) > last:
            last = (as_at, -tier)
        if verifies and (good is None or as_at > good):
            good = as_at
        if not verifies:
            heard.append(as_at)
    ascertained = min(max(first, spell.starts), day)
    verified = max(good, ascertained) if good else None
    again = _found_again(spell, verified or ascertained, heard)
    if again is not None:
        ascertained, verified = again, None
    lapses = lapse_date(
        spell.activity,
        verified=verified or ascertained,
        review=spell.review,
        expected_end=spell.expected_end,
    )
    return Position(
        day=day,
        activity=spell.activity,
        starts=spell.starts,
        ascertained=ascertained,
        institution=spell.institution,
        institution_name=spell.institution_name,
        verified=verified,
        tier=Tier(-last[1]) if last else None,
        review=spell.review,
        expected_end=spell.expected_end,
        lapses=lapses,
        neet_since=neet_since(spells, index) if spell.activity.is_neet else None,
        questioned=spell.questioned,
    )


def _found_again(spell: Spell, counts: date, heard: Sequence[date]) -> date | None:
    """The report that found a young person again after the activity had lapsed.

    ``counts`` is the day from which its currency runs, ``heard`` the days of reports
    that confirm nothing. They do not prolong it; one after its last day finds them at
    the same place, as it would at another (Feeds 1.9).
    """
    found = None
    for report in heard:
        lapses = lapse_date(
            spell.activity,
            verified=found or counts,
            review=spell.review,
            expected_end=spell.expected_end,
        )
        if lapses is not None and lapses < report:
            found = report
    return found


def _unknown(day: date, born: date, *, since: date) -> Position:
    below = academic_age(born, day) < PAST_COMPULSORY
    activity = NOT_KNOWN_COMPULSORY if below else NOT_KNOWN
    year_starts = AcademicYear.of(day).starts
    # The not-known counter restarts when a young person leaves Year 11.
    if not below and academic_age(born, since) < PAST_COMPULSORY:
        since = max(since, AcademicYear.of_year_11(born).ends + ONE_DAY)
    return Position(
        day=day,
        activity=activity,
        starts=since,
        ascertained=max(since, year_starts) if below else since,
        lapses=AcademicYear.of(day).ends if below else None,
        expected_end=AcademicYear.of(day).ends if below else None,
    )


def difference(before: Position | None, after: Position | None) -> str:
    """The kind of change that new evidence makes to a position.

    One of "new", "gone", "unchanged", "newly NEET", "no longer NEET", "lost" (not known
    now), "found" (not known before), "moved" (another place or activity), "amended"
    (the same activity, other dates), "questioned" (a less trusted source differs, and
    nothing else changes) and "confirmed". A preview counts people by it.
    """
    if before is None or after is None:
        return "gone" if after is None else "new"
    if before == after:
        return "unchanged"
    doing, did = (
        (each.activity, each.institution, each.starts, each.expected_end)
        for each in (after, before)
    )
    signs = (
        (after.is_neet and not before.is_neet, "newly NEET"),
        (before.is_neet and not after.is_neet, "no longer NEET"),
        (after.is_not_known and not before.is_not_known, "lost"),
        (before.is_not_known and not after.is_not_known, "found"),
        (doing[:2] != did[:2], "moved"),
        (doing != did, "amended"),
        (after.questioned and before._replace(questioned=True) == after, "questioned"),
    )
    return next((kind for holds, kind in signs if holds), "confirmed")
