"""One history for each young person, folded from evidence that disagrees.

Every fold here is a function of a set: the order in which evidence arrived does not
matter, only who said it, of which days, and as at when (feeds 1.9).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracker.domain.activity import Activity, activity
from tracker.domain.currency import lapse_date
from tracker.domain.evidence import Doing, Evidence, Intention, Offer, Tier
from tracker.domain.institution import Institution, InstitutionRef
from tracker.domain.provision import activity_there

#: Two sources that name the same activity at the same place mean one stay when the
#: later start falls within this many days of the last day the earlier one vouches for.
RESTATED_START = timedelta(days=31)

ONE_DAY = timedelta(days=1)
FAR = date.max

Resolve = Callable[[InstitutionRef], Institution | None]
Strength = tuple[int, int]  # tier, then the newest as-at; the smaller is the stronger


def nobody_knows(ref: InstitutionRef) -> Institution | None:
    """A register of nothing: every institution stays as it was named."""
    return None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A source vouched for a spell as at a day."""

    as_at: date
    tier: Tier


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days in one activity at one place.

    ``ends`` is its last day, or None while nothing says that it has ended.
    ``confirmations`` are in order of day. ``questioned`` says that another source
    disagrees about some of these days but was not good enough to overrule this one.
    """

    activity: Activity
    starts: date
    ends: date | None
    institution: str | None
    institution_name: str | None
    confirmations: tuple[Confirmation, ...]
    expected_end: date | None = None
    review: date | None = None
    neet_since: date | None = None
    told_ascertained: date | None = None
    questioned: bool = False
    evidence: tuple[Evidence, ...] = ()

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class _Claim:
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


class _Stay:
    """The claims of one activity at one place that speak of the same time there."""

    __slots__ = ("claims", "ends", "reach", "starts", "strongest")

    def __init__(self, claims: list[_Claim]) -> None:
        self.claims = sorted(claims, key=_by_order)
        self.strongest = self.claims[0]
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
        """The end that the best source gives, unless a better one saw them later."""
        for claim in self.claims:
            if claim.ends is None:
                continue
            refuted = any(
                other.reach > claim.ends and other.strength < claim.strength
                for other in self.claims
            )
            if not refuted:
                return max(claim.ends, self.starts)
        return None

    def strength_on(self, day: date) -> Strength | None:
        """How strongly somebody vouches for this day, or None where nobody does."""
        if day > self.reach:
            return None
        return next((c.strength for c in self.claims if c.reach >= day), None)

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
            self.strongest.activity,
            verified=self.reach,
            review=self.newest("review"),
            expected_end=self.expected_end(),
        )


def _by_order(claim: _Claim) -> tuple[object, ...]:
    return claim.order


def _claims(evidence: Iterable[Evidence], resolve: Resolve) -> list[_Claim]:
    claims = []
    for told in evidence:
        doing = told.statement
        if not isinstance(doing, Doing):
            continue
        place, name, institution = _place(doing.at, resolve)
        doing_now = (
            activity(doing.activity)
            if doing.activity is not None
            else activity_there(institution, part_time=doing.part_time)
        )
        starts = doing.starts or told.as_at
        ends = max(doing.ends, starts) if doing.ends is not None else None
        reach = max(told.as_at, starts)
        strength = (int(told.source.tier), -told.as_at.toordinal())
        claims.append(
            _Claim(
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
                    starts,
                    ends or FAR,
                    doing_now.code,
                    place or "",
                    doing.expected_end or FAR,
                    doing.review or FAR,
                    doing.neet_since or FAR,
                    doing.ascertained or FAR,
                ),
            )
        )
    return claims


def _place(
    ref: InstitutionRef | None, resolve: Resolve
) -> tuple[str | None, str | None, Institution | None]:
    if ref is None:
        return None, None, None
    institution = resolve(ref)
    if institution is not None:
        return institution.key, institution.name, institution
    for name in ("urn", "laestab", "ukprn"):
        value = getattr(ref, name)
        if value is not None:
            return f"{name}:{value}", ref.name, None
    if ref.name:
        return f"name:{ref.name.casefold()}", ref.name, None
    return None, None, None


def _stays(claims: list[_Claim]) -> list[_Stay]:
    """Claims gathered into stays: one place, one activity, one time there."""
    by_place: dict[tuple[str, str | None], list[_Claim]] = {}
    for claim in claims:
        by_place.setdefault((claim.activity.code, claim.place), []).append(claim)
    stays = []
    for together in by_place.values():
        together.sort(key=lambda claim: (claim.starts, claim.order))
        current: list[_Claim] = []
        reach, ended = date.min, date.min
        for claim in together:
            came_back = ended != date.min and claim.starts > ended
            if current and (came_back or claim.starts > reach + RESTATED_START):
                stays.append(_Stay(current))
                current, reach, ended = [], date.min, date.min
            current.append(claim)
            reach = max(reach, claim.reach)
            if claim.ends is not None:
                ended = max(ended, claim.ends)
        stays.append(_Stay(current))
    return sorted(stays, key=lambda stay: (stay.starts, stay.strongest.order))


def _overrules(challenger: _Stay, holder: _Stay, day: date) -> bool:
    """Whether the challenger, who is vouched for on this day, takes it from the holder.

    Who started later has moved on, unless a better source still vouches for the first.
    Who started earlier comes back only on a better source. A lower tier that merely
    does not know never undoes what a higher one said, as long as that may be presumed.
    """
    claim = challenger.strength_on(day)
    if claim is None:
        return False
    held = holder.strength_on(day)
    if held is None:
        presumed_until = holder.presumed_until()
        if presumed_until is not None and presumed_until < day:
            return True
        if challenger.strongest.activity.is_not_known:
            return claim[0] <= holder.strongest.strength[0] and (
                challenger.starts > holder.starts
            )
        held = holder.strongest.strength
        return challenger.starts > holder.starts or claim < held
    if challenger.starts > holder.starts:
        return not held < claim
    return claim < held


def spells(
    evidence: Iterable[Evidence],
    *,
    resolve: Resolve = nobody_knows,
    known_at: datetime | None = None,
) -> tuple[Spell, ...]:
    """What happened, in order: spells that never overlap.

    ``evidence`` may hold all kinds and come in any order; only activities count.
    ``resolve`` finds an institution in the register. ``known_at`` asks what was known
    at that moment. A day on which the last spell has ended and nobody says what came
    after lies in no spell: it is not known.
    """
    live = [told for told in evidence if told.known(known_at)]
    stays = _stays(_claims(live, resolve))
    if not stays:
        return ()
    runs: list[tuple[_Stay, date, date | None]] = []
    questioned: set[int] = set()
    holder: _Stay | None = None
    for mark in _marks(stays):
        before, holder = holder, _holder_on(mark, holder, stays, questioned)
        if holder is before:
            continue
        if before is not None:
            runs[-1] = (before, runs[-1][1], mark - ONE_DAY)
        if holder is not None:
            runs.append((holder, mark, None))
    return tuple(
        _spell(stay, starts, ends, questioned=id(stay) in questioned)
        for stay, starts, ends in runs
    )


def _marks(stays: Sequence[_Stay]) -> list[date]:
    """The days on which somebody may take over: between them nothing changes."""
    marks = set()
    for stay in stays:
        marks.add(stay.starts)
        if stay.ends is not None:
            marks.add(stay.ends + ONE_DAY)
        marks.update(claim.reach + ONE_DAY for claim in stay.claims)
        if len(stays) > 1 and (until := stay.presumed_until()) is not None:
            marks.add(until + ONE_DAY)
    return sorted(marks)


def _holder_on(
    day: date, holder: _Stay | None, stays: Sequence[_Stay], questioned: set[int]
) -> _Stay | None:
    """Who has this day, when ``holder`` had the one before.

    Whoever had it against somebody who also vouched for it is added to ``questioned``.
    """
    if holder is not None and holder.ends is not None and holder.ends < day:
        holder = None
    for stay in stays:
        if stay is holder or stay.starts > day or stay.reach < day:
            continue
        if holder is None or _overrules(stay, holder, day):
            holder = stay
        else:
            questioned.add(id(holder))
    return holder


def _spell(stay: _Stay, starts: date, ends: date | None, *, questioned: bool) -> Spell:
    last = stay.ends if ends is None else ends
    first = stay.strongest
    ascertained = [
        claim.doing.ascertained for claim in stay.claims if claim.doing.ascertained
    ]
    confirmations = {
        Confirmation(claim.evidence.as_at, claim.evidence.source.tier)
        for claim in stay.claims
    }
    return Spell(
        activity=first.activity,
        starts=starts,
        ends=last,
        institution=first.place,
        institution_name=next(
            (c.place_name for c in stay.claims if c.place_name), None
        ),
        confirmations=tuple(sorted(confirmations, key=lambda c: (c.as_at, -c.tier))),
        expected_end=stay.expected_end(),
        review=stay.newest("review"),
        neet_since=stay.newest("neet_since"),
        told_ascertained=min(ascertained, default=None),
        questioned=questioned,
        evidence=tuple(claim.evidence for claim in stay.claims),
    )


def offers(
    evidence: Iterable[Evidence], *, known_at: datetime | None = None
) -> tuple[tuple[Offer, Evidence], ...]:
    """The September Guarantee statuses told, the newest first; every one is kept."""
    told = [
        (item.statement, item)
        for item in evidence
        if isinstance(item.statement, Offer) and item.known(known_at)
    ]
    return tuple(sorted(told, key=lambda pair: _newest_first(pair[1])))


def intentions(
    evidence: Iterable[Evidence], *, known_at: datetime | None = None
) -> tuple[tuple[Intention, Evidence], ...]:
    """The intended destinations told, the newest first."""
    told = [
        (item.statement, item)
        for item in evidence
        if isinstance(item.statement, Intention) and item.known(known_at)
    ]
    return tuple(sorted(told, key=lambda pair: _newest_first(pair[1])))


def _newest_first(told: Evidence) -> tuple[int, int, str]:
    return (-told.as_at.toordinal(), int(told.source.tier), repr(told.statement))


def neet_since(history: Sequence[Spell], index: int) -> date:
    """The day the young person joined the NEET group that spell ``index`` is part of.

    It carries over when one NEET activity follows another (nccis 4.4).
    """
    spell = history[index]
    since = spell.neet_since or spell.starts
    while index > 0:
        earlier = history[index - 1]
        if not earlier.activity.is_neet or earlier.ends != spell.starts - ONE_DAY:
            break
        since = min(since, earlier.neet_since or earlier.starts, earlier.starts)
        spell, index = earlier, index - 1
    return min(since, history[index].starts)


def as_known_on(spell: Spell, day: date) -> Spell:
    """The spell with only the confirmations of ``day`` and before."""
    told = tuple(c for c in spell.confirmations if c.as_at <= day)
    return replace(spell, confirmations=told)
