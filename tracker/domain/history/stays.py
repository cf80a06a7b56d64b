"""The claims of sources about a person's activities, gathered into stays.

A claim is the period that one piece of evidence covers: its start, its end, and the
last day for which it vouches. A stay gathers the claims about one period of one
activity at one place. Its dates are those of its best sources.
``domain.history.spells`` then decides between stays.

See decisions 0019, 0021 and 0026.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.history.currency import lapse_date
from tracker.domain.history.evidence import Doing, Evidence
from tracker.domain.reference.activity import Activity, activity
from tracker.domain.reference.activity_at_institution import activity_at
from tracker.domain.reference.institution import Institution, InstitutionRef, key_of

#: Two sources that name the same activity at the same place mean one stay when the
#: later start falls within this many days of the last day the earlier one vouches for.
RESTATED_START = timedelta(days=31)

FAR = date.max

Resolve = Callable[[InstitutionRef], Institution | None]
Strength = tuple[int, int]  # tier, then the newest as-at; the smaller is the stronger


# A tuple, like evidence: folding an authority makes millions of them.
class Claim(NamedTuple):
    """The claim of one piece of evidence to the days from ``starts`` to ``reach``."""

    evidence: Evidence
    activity: Activity
    place: str | None
    place_name: str | None
    starts: date
    ends: date | None
    reach: date  # the last day for which it vouches
    strength: Strength
    doing: Doing
    order: tuple[object, ...]  # a total order by content, so that ties are stable

    @property
    def is_confirmed(self) -> bool:
        """Whether its source confirms; hearsay may only open a question."""
        return self.evidence.source.tier.verifies


class Stay:
    """The claims of one activity at one place that mean the same time there."""

    __slots__ = (
        *("activity", "claims", "ends", "is_contested", "place"),
        *("reach", "starts", "strongest"),
    )

    def __init__(self, claims: list[Claim]) -> None:
        self.claims = sorted(claims, key=attrgetter("order"))
        self.strongest = self.claims[0]
        self.activity = self.strongest.activity
        self.place = next((c.place for c in self.claims if c.place), None)
        self.starts = self._agreed_start()
        #: Hearsay has them gone since a source that confirms last had them there.
        self.is_contested = False
        self.ends = self._agreed_end()
        reach = max(claim.reach for claim in claims)
        self.reach = reach if self.ends is None else min(reach, self.ends)

    def _agreed_start(self) -> date:
        """The start from the best of the sources that cover the beginning.

        A college that gives this year's first day does not undo the year before.
        """
        beginning = min(claim.starts for claim in self.claims) + RESTATED_START
        return next(c.starts for c in self.claims if c.starts <= beginning)

    def _agreed_end(self) -> date | None:
        """The end from the best source, unless a better source has them there later.

        Where the claim of an end is newer than that better source, the stay ends on the
        last day for which the better source vouches: the leaving notice shows that they
        left, the roll how long they were there. A claim that starts after the end means
        another time and does not count against it. Hearsay never ends what a source
        that confirms has as going on: it is contested then.
        """
        for claim in self.claims:
            ends = claim.ends
            if ends is None:
                continue
            if not claim.is_confirmed and (against := self._confirmed(ends)):
                self.is_contested |= claim.evidence.as_at > against
                continue
            seen = max(
                (
                    other.reach
                    for other in self.claims
                    if other.strength < claim.strength
                    and other.starts <= ends < other.reach
                ),
                default=ends,
            )
            if seen == ends or claim.evidence.as_at > seen:
                return seen
        return None

    def _confirmed(self, day: date) -> date | None:
        """The last day vouched for by who confirms that it went on after a day."""
        there = (
            other.reach
            for other in self.claims
            if other.is_confirmed and other.starts <= day < (other.ends or FAR)
        )
        return max(there, default=None)

    def strength_on(self, day: date) -> Strength | None:
        """The strength of the best source for this day, or None without any."""
        if day > self.reach:
            return None
        return next(
            (c.strength for c in self.claims if c.starts <= day <= c.reach), None
        )

    def newest(self, name: str) -> date | None:
        """The date from the newest source, where it may move (an expected end)."""
        dates = [
            (item.as_at, -item.source.tier, -item.tie_break, value)
            for item, value in (
                (claim.evidence, getattr(claim.doing, name)) for claim in self.claims
            )
            if value is not None
        ]
        return max(dates)[-1] if dates else None

    def expected_end(self) -> date | None:
        """The newest expected end, unless a source has them there after it."""
        expected = self.newest("expected_end")
        return None if expected is None or expected < self.reach else expected

    def presumed_until(self) -> date | None:
        """The last day of its currency; until then the stay needs no new evidence."""
        return lapse_date(
            self.activity,
            verified=self.reach,
            review=self.newest("review"),
            expected_end=self.expected_end(),
        )


def claims(evidence: Iterable[Evidence], resolve: Resolve) -> list[Claim]:
    """Every activity in the evidence, as a claim about days.

    Some lists leave out what other sources give: full or part time, or the start of a
    leaver's course. Such a claim takes it from the other claims for that time there.
    """
    found = [
        _claim(item, item.statement, resolve)
        for item in evidence
        if isinstance(item.statement, Doing)
    ]
    if not any(_lacks_mode(each.doing) or _has_end_only(each.doing) for each in found):
        return found
    complete = [each for each in found if not _lacks_mode(each.doing)]
    found = [
        _as_elsewhere(each, complete, resolve) if _lacks_mode(each.doing) else each
        for each in found
    ]
    gone = [it for it in found if it.doing.gone_by and not it.is_confirmed]
    begun = [each for each in found if not _has_end_only(each.doing)]
    begun = [each for each in begun if not any(_never_came(each, by) for by in gone)]
    ended = [
        _ending(each, begun, resolve) for each in found if _has_end_only(each.doing)
    ]
    return [*begun, *(each for each in ended if each is not None)]


def _lacks_mode(doing: Doing) -> bool:
    return doing.activity is None and doing.part_time is None


def _has_end_only(doing: Doing) -> bool:
    return doing.starts is None and doing.ends is not None


def _never_came(claim: Claim, gone: Claim) -> bool:
    """Whether a time there never was, as later hearsay has it and none knows better."""
    assert gone.ends is not None
    return (
        claim.place == gone.place
        and (gone.doing.activity is None or claim.activity is gone.activity)
        and claim.strength[0] >= gone.strength[0]
        and claim.evidence.as_at <= gone.evidence.as_at
        and gone.ends < claim.starts <= gone.evidence.as_at
    )


def _as_elsewhere(claim: Claim, complete: list[Claim], resolve: Resolve) -> Claim:
    """The claim with the activity from the newest complete claim for that time."""
    same = [
        other
        for other in complete
        if other.place == claim.place
        and other.activity.group == claim.activity.group
        and other.starts <= claim.reach
        and claim.starts <= other.reach + RESTATED_START
        and (other.ends is None or claim.starts <= other.ends)
    ]
    if not same:
        return claim
    newest = min(
        same, key=lambda other: (-other.evidence.as_at.toordinal(), other.order)
    )
    return _claim(claim.evidence, claim.doing, resolve, activity_there=newest.activity)


def _ending(claim: Claim, begun: list[Claim], resolve: Resolve) -> Claim | None:
    """The claim as the end of the last time there that had begun by then.

    Without any other claim it covers its last day alone; or no day at all (None), where
    that is only the day by which they had left.
    """
    assert claim.ends is not None
    same = [
        other
        for other in begun
        if other.place == claim.place
        and other.starts <= claim.ends
        and (claim.doing.activity is None or other.activity is claim.activity)
    ]
    if not same:
        return None if claim.doing.gone_by else claim
    last = max(same, key=lambda other: (other.starts, other.order))
    doing = claim.doing
    if doing.gone_by:
        doing = replace(doing, ends=min(claim.ends, *_known_ends(last)))
    return _claim(
        claim.evidence,
        doing,
        resolve,
        starts=last.starts,
        activity_there=last.activity,
    )


def _known_ends(last: Claim) -> Iterator[date]:
    """The end that a claim gives, and the day on which its activity lapses."""
    yield last.ends or FAR
    yield (
        lapse_date(
            last.activity,
            verified=last.reach,
            review=last.doing.review,
            expected_end=last.doing.expected_end,
        )
        or FAR
    )


def _claim(
    item: Evidence,
    doing: Doing,
    resolve: Resolve,
    *,
    starts: date | None = None,
    activity_there: Activity | None = None,
) -> Claim:
    place, name, institution = _place(doing.at, resolve)
    doing_now = (
        activity(doing.activity)
        if doing.activity is not None
        else activity_there or activity_at(institution, part_time=bool(doing.part_time))
    )
    starts = starts or doing.starts or doing.ends or item.as_at
    ends = max(doing.ends, starts) if doing.ends is not None else None
    reach = max(item.as_at, starts)
    source = item.source
    strength = (int(source.tier), -item.as_at.toordinal())
    return Claim(
        evidence=item,
        activity=doing_now,
        place=place,
        place_name=name,
        starts=starts,
        ends=ends,
        reach=reach if ends is None else min(ends, reach),
        strength=strength,
        doing=doing,
        order=(
            strength,
            item.tie_break,
            starts,
            ends or FAR,
            doing_now.code,
            place or "",
            doing.expected_end or FAR,
            doing.review or FAR,
            doing.neet_since or FAR,
            doing.ascertained or FAR,
            name or "",
            (source.name, source.file or "", source.line or 0, source.batch),
            item.recorded_at,
            _remaining_order(item, doing),
        ),
    )


def _remaining_order(item: Evidence, doing: Doing) -> tuple[object, ...]:
    """A sort key for claims with the same meaning of which one leaves parts out."""
    ref = doing.at or InstitutionRef()
    return (
        doing.starts or FAR,
        doing.activity or "",
        str(doing.part_time),
        (ref.urn or "", ref.laestab or "", ref.ukprn or "", ref.name or ""),
        (item.withdrawn_at is None, item.withdrawn_at or item.recorded_at),
    )


def _place(
    ref: InstitutionRef | None, resolve: Resolve
) -> tuple[str | None, str | None, Institution | None]:
    if ref is None:
        return None, None, None
    institution = resolve(ref)
    if institution is not None:
        return institution.key, institution.name, institution
    key = key_of(ref)
    return key, ref.name if key is not None else None, None


def stays(given: Iterable[Claim]) -> list[Stay]:
    """Claims gathered into stays: one place, one activity, one time there.

    A claim without a place belongs to the place where others have that activity.
    """
    placed: dict[tuple[str, str | None], list[Claim]] = {}
    without_place: list[Claim] = []
    for claim in given:
        if claim.place is None:
            without_place.append(claim)
        else:
            placed.setdefault((claim.activity.code, claim.place), []).append(claim)
    wanted = {claim.activity.code for claim in without_place}
    known = sorted(
        (
            stay
            for (code, _), group in placed.items()
            if code in wanted
            for stay in _at_one_place(group)
        ),
        key=_first,
    )
    for claim in without_place:
        place = next((stay.place for stay in known if _meant(claim, stay)), None)
        placed.setdefault((claim.activity.code, place), []).append(claim)
    found = [stay for group in placed.values() for stay in _at_one_place(group)]
    return sorted(found, key=_first)


def _first(stay: Stay) -> tuple[date, tuple[object, ...]]:
    return stay.starts, stay.strongest.order


def _meant(claim: Claim, stay: Stay) -> bool:
    """Whether a claim without a place belongs to this stay."""
    return (
        claim.activity is stay.activity
        and stay.starts - RESTATED_START <= claim.starts <= stay.reach + RESTATED_START
        and (stay.ends is None or claim.starts <= stay.ends)
    )


def _at_one_place(group: list[Claim]) -> list[Stay]:
    group.sort(key=lambda claim: (claim.starts, claim.order))
    found: list[Stay] = []
    current: list[Claim] = []
    reach = date.min
    for claim in group:
        if current and claim.starts > reach + RESTATED_START:
            found += _parted(current)
            current, reach = [], date.min
        current.append(claim)
        reach = max(reach, claim.reach)
    return found + _parted(current)


def _parted(group: list[Claim]) -> list[Stay]:
    """One stay, or several where a person left and came back within days."""
    stay = Stay(group)
    if stay.ends is None:
        return [stay]
    back = [claim for claim in group if claim.starts > stay.ends]
    if not back:
        return [stay]
    before = [claim for claim in group if claim.starts <= stay.ends]
    return [*_parted(before), *_parted(back)]
