"""The figures of a survey, the list to follow up, and the changes since the last one.

All are as their reader may see them (decision 0196): those whose activity is not shown
are counted apart, and are on no list, unless the reader may see what is sealed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker import store
from tracker.actions.year import guarantee_lists
from tracker.domain.history.guarantee import YEARS
from tracker.domain.reference.activity import GROUPS, STORED
from tracker.domain.year.survey import FOLLOWED_UP, Outcome
from tracker.store.nccis_return.surveys import (
    ActivitySurvey,
    Alike,
    Listed,
    Sealed,
)


@dataclass(slots=True)
class School:
    """The young people of one school on 31 May; without a key, those of none."""

    key: str | None
    people: int = 0
    confirmed: int = 0
    followed_up: int = 0


@dataclass(slots=True)
class Totals:
    """The figures of a survey.

    ``groups`` counts the confirmed by the group of their activity, and ``outcomes``
    those to follow up by what is known. ``apart`` are those whose activity is not
    shown: they are in neither, and ``hidden_reasons`` are theirs among the ``reasons``.
    """

    people: int = 0
    confirmed: int = 0
    apart: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    hidden_reasons: Counter[str] = field(default_factory=Counter)
    groups: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    outcomes: dict[Outcome, int] = field(
        default_factory=lambda: dict.fromkeys(FOLLOWED_UP, 0)
    )
    schools: dict[str | None, School] = field(default_factory=dict)

    @property
    def followed_up(self) -> int:
        """Those without a confirmed activity."""
        return sum(self.outcomes.values())


def totals(of: ActivitySurvey, *, sealed: bool) -> Totals:
    """The figures of a survey. With ``sealed`` they are those of its file."""
    made = Totals()
    for each in _alike(of, sealed=sealed):
        many, outcome = each.people, Outcome(each.outcome)
        school = made.schools.setdefault(each.school, School(each.school))
        made.people += many
        school.people += many
        made.reasons[each.reason] += many
        if outcome is Outcome.NOT_SHOWN:
            made.apart += many
            made.hidden_reasons[each.reason] += many
        elif outcome is Outcome.CONFIRMED:
            made.confirmed += many
            school.confirmed += many
            made.groups[STORED[each.activity].group] += many
        else:
            school.followed_up += many
            made.outcomes[outcome] += many
    made.groups = {group: many for group, many in made.groups.items() if many}
    return made


def _alike(of: ActivitySurvey, *, sealed: bool) -> Iterator[Alike]:
    surveys = store.nccis_return.surveys
    apart = _sealed(of, sealed=sealed)
    yield from surveys.alike(of.id, but=apart)
    if apart:
        for each in surveys.people(of.id, only=apart):
            _, outcome, activity = apart[each.person]
            yield Alike(each.reason, each.school, outcome, activity, 1)


def _sealed(of: ActivitySurvey, *, sealed: bool) -> Mapping[int, Sealed]:
    if not sealed:
        return {}
    return {each.person: each for each in store.nccis_return.surveys.sealed_of(of.id)}


def follow_up(
    of: ActivitySurvey,
    outcomes: Sequence[Outcome] = FOLLOWED_UP,
    *,
    sealed: bool,
    school: str | None = None,
    reason: str | None = None,
    group: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Listed]]:
    """Those with some outcomes, unless others are named those without a confirmed
    activity: how many, and some, in order of follow-up.

    First those that one call to a place may settle, last those of unknown activity;
    within that by place and name. ``school`` narrows it to those of a school on 31 May,
    "" to those of none; ``reason`` to why they are on it, ``group`` to a group of
    activities.
    """
    surveys, apart = store.nccis_return.surveys, _sealed(of, sealed=sealed)
    codes = None
    if group is not None:
        codes = [code for code, each in STORED.items() if each.group == group]
    total, rows = surveys.listed(
        of.id,
        surveys.Chosen([each.value for each in outcomes], school, reason, codes),
        sealed=apart,
        offset=offset,
        limit=limit,
    )
    return total, [
        each._replace(outcome=apart[each.person].outcome)
        if each.person in apart
        else each
        for each in rows
    ]


def earlier(of: ActivitySurvey) -> ActivitySurvey | None:
    """The last survey of the same summer before this one."""
    return store.nccis_return.surveys.before(of)


@dataclass(frozen=True, slots=True)
class BesideGuarantee:
    """The Year 11 of the fixed list of a September Guarantee beside a survey's cohort:
    how many it has, and how many of each are not in the other.

    Both are of 31 May. The list is what was known when it was fixed, the survey what is
    known now (decision 0199).
    """

    listed: int
    only_listed: int
    only_surveyed: int


def beside_guarantee(of: ActivitySurvey) -> BesideGuarantee | None:
    """None while the list is not fixed."""
    entry = guarantee_lists.fixed_by(of.left, of.authority)
    if entry is None:
        return None
    listed = {
        person
        for person, year, _ in store.history.guarantee_lists.people(entry.id)
        if int(year) == YEARS[0]
    }
    people = [each.person for each in store.nccis_return.surveys.people(of.id)]
    surveyed = set(store.people.records.roots(people).values())
    return BesideGuarantee(len(listed), len(listed - surveyed), len(surveyed - listed))


CAME, LEFT = "came to the cohort", "left the cohort"
NOW_CONFIRMED, NOT_ANY_MORE = "now confirmed", "no longer confirmed"
ANOTHER, STILL_WITHOUT = "another activity", "changed, and still not confirmed"
NO_LONGER_SHOWN = "shown then and not now, or the other way round"


def changes(earlier: ActivitySurvey, later: ActivitySurvey) -> dict[str, int]:
    """How many young people changed between two surveys, by the kind of change.

    The changes are those that every reader sees.
    """
    found: Counter[str] = Counter()
    for before, after, many in store.nccis_return.surveys.moved(earlier.id, later.id):
        found[_change(before, after)] += many
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _change(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return CAME if before is None else LEFT
    if Outcome.NOT_SHOWN in (before, after):
        return NO_LONGER_SHOWN
    was, is_now = before == Outcome.CONFIRMED, after == Outcome.CONFIRMED
    if was and is_now:
        return ANOTHER
    if was != is_now:
        return NOW_CONFIRMED if is_now else NOT_ANY_MORE
    return STILL_WITHOUT
