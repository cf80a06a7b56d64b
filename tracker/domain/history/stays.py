"""What sources claim of somebody's activities, gathered into stays.

A claim is one piece of evidence read as days: since when, until when, and up to which
day it vouches. A stay is the claims that mean one time in one activity at one place; it
says what its best sources say. ``domain.history.spells`` then decides between stays.

See decisions 0019, 0021 and 0026.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
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


# A tuple, as evidence is: whoever folds an authority makes millions.
class Claim(NamedTuple):
    """What one piece of evidence says of the days from ``starts`` to ``reach``."""

    evidence: Evidence
    activity: Activity
    place: str | None
    place_name: str | None
    starts: date
    ends: date | None
    reach: date  # the last day that it vouches for
    strength: Strength
    doing: Doing
    order: tuple[object, ...]  # a total order by what is said: ties fall one way


class Stay:
    """The claims of one activity at one place that speak of the same time there."""

    __slots__ = (
        "activity",
        "claims",
        "ends",
        "place",
        "reach",
        "starts",
        "strongest",
    )

    def __init__(self, claims: list[Claim]) -> None:
        self.claims = sorted(claims, key=_by_order)
        self.strongest = self.claims[0]
        self.activity = self.strongest.activity
        self.place = next((c.place for c in self.claims if c.place), None)
        self.starts = self._agreed_start()
        self.ends = self._agreed_end()
        self.reach = max(claim.reach for claim in claims)
        if self.ends is not None and self.reach > self.ends:
            self.reach = self.ends

    def _agreed_start(self) -> date:
        """The start that the best source gives of those who speak of the beginning.

        A college that names this year's first day does not undo the year before.
        """
        beginning = min(claim.starts for claim in self.claims) + RESTATED_START
        return next(c.starts for c in self.claims if c.starts <= beginning)

    def _agreed_end(self) -> date | None:
        """The end that the best source gives, unless a better one saw them later.

        A word that came after the better one saw them there ends it on that day: a
        leaving notice says that they are gone, the roll until when they were not. Who
        names a start after the end speaks of another time and refutes nothing.
        """
        for claim in self.claims:
            ends = claim.ends
            if ends is None:
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

    def strength_on(self, day: date) -> Strength | None:
        """How strongly somebody vouches for this day, or None where nobody does."""
        if day > self.reach:
            return None
        return next(
            (c.strength for c in self.claims if c.starts <= day <= c.reach), None
        )

    def newest(self, name: str) -> date | None:
        """What the newest source says of a date that may move: an expected end, say."""
        told = [
            (claim.evidence.as_at, -claim.evidence.source.tier, value)
            for claim in self.claims
            if (value := getattr(claim.doing, name)) is not None
        ]
        return max(told)[2] if told else None

    def expected_end(self) -> date | None:
        """The newest expected end, unless they were seen there after it."""
        told = self.newest("expected_end")
        return None if told is None or told < self.reach else told

    def presumed_until(self) -> date | None:
        """Until when it may be presumed without a new word: its currency."""
        return lapse_date(
            self.activity,
            verified=self.reach,
            review=self.newest("review"),
            expected_end=self.expected_end(),
        )


def _by_order(claim: Claim) -> tuple[object, ...]:
    return claim.order


def claims(evidence: Iterable[Evidence], resolve: Resolve) -> list[Claim]:
    """Every activity that is told, as a claim about days.

    Some lists leave out what others said: whether somebody is there full time, or since
    when a leaver had been. Such a claim means the time there that the others speak of.
    """
    made = [
        _claim(told, told.statement, resolve)
        for told in evidence
        if isinstance(told.statement, Doing)
    ]
    if not any(_mode_unsaid(each.doing) or _end_alone(each.doing) for each in made):
        return made
    said = [each for each in made if not _mode_unsaid(each.doing)]
    made = [
        _as_elsewhere(each, said, resolve) if _mode_unsaid(each.doing) else each
        for each in made
    ]
    begun = [each for each in made if not _end_alone(each.doing)]
    ended = [
        _ending(each, begun, resolve) if _end_alone(each.doing) else each
        for each in made
    ]
    return [each for each in ended if each is not None]


def _mode_unsaid(doing: Doing) -> bool:
    return doing.activity is None and doing.part_time is None


def _end_alone(doing: Doing) -> bool:
    return doing.starts is None and doing.ends is not None


def _as_elsewhere(claim: Claim, said: list[Claim], resolve: Resolve) -> Claim:
    """The claim with the activity that the newest of the others named for that time."""
    same = [
        other
        for other in said
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

    Where nobody tells of one it speaks of its last day alone, and of none at all if
    that day is only the one by which they had left.
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
    """The days after which nobody would take them to be there anyhow."""
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
    told: Evidence,
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
    starts = starts or doing.starts or doing.ends or told.as_at
    ends = max(doing.ends, starts) if doing.ends is not None else None
    reach = max(told.as_at, starts)
    source = told.source
    strength = (int(source.tier), -told.as_at.toordinal())
    return Claim(
        evidence=told,
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
            told.tie_break,
            starts,
            ends or FAR,
            doing_now.code,
            place or "",
            doing.expected_end or FAR,
            doing.review or FAR,
            doing.neet_since or FAR,
            doing.ascertained or FAR,
            name or "",
            (source.name, source.file or "", source.line or 0, source.batch or 0),
            told.recorded_at,
            _as_said(told, doing),
        ),
    )


def _as_said(told: Evidence, doing: Doing) -> tuple[object, ...]:
    """What tells apart two claims that mean the same, where one leaves things out."""
    ref = doing.at or InstitutionRef()
    return (
        doing.starts or FAR,
        doing.activity or "",
        str(doing.part_time),
        (ref.urn or "", ref.laestab or "", ref.ukprn or "", ref.name or ""),
        (told.withdrawn_at is None, told.withdrawn_at or told.recorded_at),
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


def stays(told: Iterable[Claim]) -> list[Stay]:
    """Claims gathered into stays: one place, one activity, one time there.

    Who names an activity and no place speaks of the place where it is known to be.
    """
    placed: dict[tuple[str, str | None], list[Claim]] = {}
    nowhere: list[Claim] = []
    for claim in told:
        if claim.place is None:
            nowhere.append(claim)
        else:
            placed.setdefault((claim.activity.code, claim.place), []).append(claim)
    asked = {claim.activity.code for claim in nowhere}
    known = sorted(
        (
            stay
            for (code, _), group in placed.items()
            if code in asked
            for stay in _at_one_place(group)
        ),
        key=_first,
    )
    for claim in nowhere:
        place = next((stay.place for stay in known if _meant(claim, stay)), None)
        placed.setdefault((claim.activity.code, place), []).append(claim)
    found = [stay for group in placed.values() for stay in _at_one_place(group)]
    return sorted(found, key=_first)


def _first(stay: Stay) -> tuple[date, tuple[object, ...]]:
    return stay.starts, stay.strongest.order


def _meant(claim: Claim, stay: Stay) -> bool:
    """Whether a claim without a place speaks of this stay."""
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
    """One stay, or several where somebody left and came back within days."""
    stay = Stay(group)
    if stay.ends is None:
        return [stay]
    back = [claim for claim in group if claim.starts > stay.ends]
    if not back:
        return [stay]
    before = [claim for claim in group if claim.starts <= stay.ends]
    return [*_parted(before), *_parted(back)]
