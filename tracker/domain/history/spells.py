"""One history for each young person, folded from evidence that disagrees.

Every fold here is a function of a set: the order in which evidence arrived does not
matter, only its source, its days and its as-at date (Feeds 1.9).

See decisions 0002, 0003, 0019 and 0020.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

from tracker.domain.history.evidence import Evidence, Intention, Offer, Tier
from tracker.domain.history.stays import Claim, Resolve, Stay, Strength, claims, stays
from tracker.domain.reference.activity import Activity
from tracker.domain.reference.institution import Institution, InstitutionRef

ONE_DAY = timedelta(days=1)

S = TypeVar("S", Offer, Intention)

_Run = tuple[Stay, date, date | None]  # a stay that holds the days from one to another


def no_register(ref: InstitutionRef) -> Institution | None:
    """An empty register: every institution keeps the name from its source."""
    return None


class Confirmation(NamedTuple):
    """A source vouches for a spell from ``since`` up to its as-at date."""

    as_at: date
    tier: Tier
    since: date


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of days in one activity at one place.

    ``ends`` is its last day, None where no evidence ends it. ``confirmations`` are in
    order of day. ``ascertained`` is the day on which a source says that it first found
    out. ``questioned`` is true where another source disagrees about some of these days
    but is not good enough to overrule this one, or to end it.
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
    ascertained: date | None = None
    questioned: bool = False
    evidence: tuple[Evidence, ...] = ()

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


def _overrules(challenger: Stay, holder: Stay, day: date) -> bool:
    """Whether the challenger, with a source for this day, takes it from the holder.

    The stay that started later takes it, unless a better source still vouches for the
    earlier one. The one that started earlier takes it only with a better source.
    """
    claim = challenger.strength_on(day)
    if claim is None:
        return False
    held = holder.strength_on(day)
    if held is None and _presumption_lapsed(holder, day):
        return True
    if holder.activity.is_not_known and not challenger.activity.is_not_known:
        return held is None or _knows(claim, held)
    if challenger.activity.is_not_known and not holder.activity.is_not_known:
        return _undoes(challenger, claim, holder, held)
    if held is not None:
        later = challenger.starts > holder.starts
        return not held < claim if later else claim < held
    return _moves_on(challenger, claim, holder)


def _moves_on(challenger: Stay, claim: Strength, holder: Stay) -> bool:
    """Whether the challenger takes a day on which the holder is only presumed."""
    if _is_hearsay(claim) and not _is_hearsay(holder.strongest.strength):
        return False
    return challenger.starts > holder.starts or claim < holder.strongest.strength


def _is_hearsay(strength: Strength) -> bool:
    """Whether it is of a tier that may open a question and confirms nothing."""
    return not Tier(strength[0]).verifies


def _presumption_lapsed(holder: Stay, day: date) -> bool:
    until = holder.presumed_until()
    return until is not None and until < day


def _knows(knowing: Strength, not_knowing: Strength) -> bool:
    """Whether a known activity stands against a "not known" of the same day.

    "Not known" does not contradict a known activity. It only replaces an older claim
    of a worse source or of the same one.
    """
    return knowing[0] < not_knowing[0] or knowing[1] <= not_knowing[1]


def _undoes(
    unknown: Stay, claim: Strength, holder: Stay, held: Strength | None
) -> bool:
    """Whether a "not known" undoes the claim of another source for this day.

    It never undoes the claim of a better source that is still presumed.
    """
    if held is not None:
        return not _knows(held, claim)
    return claim[0] <= holder.strongest.strength[0] and unknown.starts > holder.starts


def spells(
    evidence: Iterable[Evidence],
    *,
    resolve: Resolve = no_register,
    known_at: datetime | None = None,
) -> tuple[Spell, ...]:
    """The history of a person in order: spells that never overlap.

    ``evidence`` may be of all kinds and in any order; only activities count.
    ``resolve`` finds an institution in the register. ``known_at`` leaves out evidence
    recorded or withdrawn after that moment. A day after the end of the last spell,
    without evidence of what came next, lies in no spell: it is not known.
    """
    live = (item for item in evidence if item.known(known_at))
    found = stays(claims(live, resolve))
    runs: list[_Run] = []
    questioned: set[Stay] = set()
    holder: Stay | None = None
    for mark in _marks(found):
        before, holder = holder, _holder_on(mark, holder, found, questioned)
        if holder is before:
            continue
        if before is not None:
            runs[-1] = (before, runs[-1][1], mark - ONE_DAY)
        if holder is not None:
            runs.append((holder, mark, None))
    return tuple(
        _spell(stay, starts, ends, questioned=stay in questioned or stay.is_contested)
        for stay, starts, ends in _joined(runs, questioned)
    )


def _joined(runs: Iterable[_Run], questioned: set[Stay]) -> list[_Run]:
    """The runs, joined where a source only confirms that a person is still there.

    Many lists give no start. Such a list does not mean that they came that day.
    """
    joined: list[_Run] = []
    for stay, starts, ends in runs:
        if joined and _seen_again(stay, starts, joined[-1]):
            earlier, first, _ = joined[-1]
            together = Stay(earlier.claims + stay.claims)
            if questioned & {earlier, stay}:
                questioned.add(together)
            joined[-1] = (together, first, stay.ends if ends is None else ends)
        else:
            joined.append((stay, starts, ends))
    return joined


def _seen_again(stay: Stay, starts: date, before: _Run) -> bool:
    earlier, _, ended = before
    return (
        earlier.activity is stay.activity
        and earlier.place == stay.place
        and earlier.ends is None
        and ended == starts - ONE_DAY
        and all(claim.doing.starts is None for claim in stay.claims)
    )


def _marks(found: Sequence[Stay]) -> list[date]:
    """The days on which another stay may take over; between them nothing changes."""
    if len(found) == 1:
        return [found[0].starts]
    marks = set()
    for stay in found:
        marks.add(stay.starts)
        if stay.ends is not None:
            marks.add(stay.ends + ONE_DAY)
        for claim in stay.claims:
            marks.add(claim.reach + ONE_DAY)
            if claim.starts > stay.starts:
                marks.add(claim.starts)
        if (until := stay.presumed_until()) is not None:
            marks.add(until + ONE_DAY)
    return sorted(marks)


def _holder_on(
    day: date, holder: Stay | None, found: Sequence[Stay], questioned: set[Stay]
) -> Stay | None:
    """The stay that holds this day, where ``holder`` held the day before.

    It is added to ``questioned`` where another source vouches for another stay.
    """
    if holder is not None and holder.ends is not None and holder.ends < day:
        holder = None
    there = [stay for stay in found if stay.starts <= day <= stay.reach]
    for stay in there:
        if stay is not holder and (holder is None or _overrules(stay, holder, day)):
            holder = stay
    if holder is not None and any(_disagrees(each, holder, day) for each in there):
        questioned.add(holder)
    return holder


def _disagrees(other: Stay, holder: Stay, day: date) -> bool:
    """Whether another source disagrees about the holder's day, which needs a check.

    "Not known" disagrees with nothing. A newer claim of the same kind of source only
    replaces the older one, unless each names a different place.
    """
    if other is holder or other.activity.is_not_known:
        return False
    if (claim := other.strength_on(day)) is None:
        return False
    held = holder.strength_on(day) or holder.strongest.strength
    elsewhere = None not in (other.place, holder.place) and other.place != holder.place
    return elsewhere or claim[0] != held[0]


def _spell(stay: Stay, starts: date, ends: date | None, *, questioned: bool) -> Spell:
    last = stay.ends if ends is None else ends
    ascertained = [
        claim.doing.ascertained for claim in stay.claims if claim.doing.ascertained
    ]
    confirmations = {
        Confirmation(_vouched(claim), claim.evidence.source.tier, claim.starts)
        for claim in stay.claims
    }
    return Spell(
        activity=stay.activity,
        starts=starts,
        ends=last,
        institution=stay.place,
        institution_name=next(
            (c.place_name for c in stay.claims if c.place_name), None
        ),
        confirmations=tuple(
            sorted(confirmations, key=lambda c: (c.as_at, -c.tier, c.since))
        ),
        expected_end=stay.expected_end(),
        review=stay.newest("review"),
        neet_since=stay.newest("neet_since"),
        ascertained=min(ascertained, default=None),
        questioned=questioned,
        evidence=tuple(claim.evidence for claim in stay.claims),
    )


def _vouched(claim: Claim) -> date:
    """The day that a claim confirms; a claim with an end confirms up to its end."""
    as_at = claim.evidence.as_at
    return as_at if claim.ends is None else min(as_at, claim.ends)


def newest_first(
    kind: type[S], evidence: Iterable[Evidence], *, known_at: datetime | None = None
) -> tuple[tuple[S, Evidence], ...]:
    """All statements of a kind in the evidence, the newest first.

    They are the September Guarantee statuses, or the intended destinations.
    """
    found = [
        (statement, item)
        for item in evidence
        if isinstance(statement := item.statement, kind) and item.known(known_at)
    ]
    return tuple(sorted(found, key=lambda pair: _by_day(pair[1])))


def _by_day(item: Evidence) -> tuple[int, int, tuple[str, int, int], str]:
    day, tier = -item.as_at.toordinal(), int(item.source.tier)
    return day, tier, item.later_list, repr(item.statement)


def neet_since(history: Sequence[Spell], index: int) -> date:
    """The day the young person joined the NEET group that spell ``index`` is part of.

    It carries over when one NEET activity follows another (NCCIS 4.4). A source may
    give an earlier day, but not one on which another activity is known.
    """
    spell = history[index]
    since = spell.neet_since or spell.starts
    while index > 0:
        earlier = history[index - 1]
        if not earlier.activity.is_neet or earlier.ends != spell.starts - ONE_DAY:
            break
        since = min(since, earlier.neet_since or earlier.starts, earlier.starts)
        spell, index = earlier, index - 1
    since = min(since, spell.starts)
    for earlier in history[:index]:
        known = not (earlier.activity.is_neet or earlier.activity.is_not_known)
        if known and earlier.ends is not None:
            since = max(since, earlier.ends + ONE_DAY)
    return since
