"""Who is at risk of NEET: each score with its reasons, DfE's list and the support.

The list adds up points of the indicators that are stored with the positions of a day;
the score is stored nowhere. What a person decided about it is recorded by
``actions.year.risk_work.risk_deciding``, which knows no score.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.year.risk import facts_then, official_lists
from tracker.actions.year.risk.official_lists import OfficialLists, OnList
from tracker.domain.history.members import Member
from tracker.domain.year.pupils.pupil_indicators import PUPIL_YEARS
from tracker.domain.year.risk.reckoning import Reckoned, as_stored, reckoned
from tracker.domain.year.risk.schemes import Scheme
from tracker.store.casework.plans import Plan
from tracker.store.year.pupils_by_points import Listed, OwnPupil
from tracker.store.year.risk_decisions import Decision, RiskDecision


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a young person, None for what was not decided.

    ``plan`` is the support that was agreed, with its owners and outcomes.
    """

    decision: RiskDecision | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One young person of the list.

    ``listed`` is how they stand on DfE's list, None for one who is not on it.
    ``has_support``: support was agreed in a plan that stands. ``waits``: a person has
    yet to decide, as no plan stands and none was declined.
    """

    pupil: Listed
    score: Reckoned
    listed: OnList | None
    has_support: bool
    waits: bool

    @property
    def person(self) -> int:
        return self.pupil.person

    @property
    def is_on_official_list(self) -> bool:
        return self.listed is not None and self.listed.is_on


@dataclass(frozen=True, slots=True)
class SupportList:
    """The young people of a year group, those with most points first.

    ``cohorts`` is how many each year group has, by year; ``official`` are DfE's lists.
    """

    rows: Sequence[AtRisk]
    cohorts: Mapping[int, int]
    official: OfficialLists


def support_list(
    scheme: Scheme, year_group: int, *, on: date, within: Scope
) -> SupportList:
    """Those of a year group whose score reaches the threshold, and those on DfE's list.

    As stored for the day, so the positions of the day have to be made before.
    """
    official = official_lists.official_lists(on, within=within)
    found = store.year.pupils_by_points.at_risk(
        on,
        year_group,
        {each.name: points for each, points in scheme.counted},
        threshold=scheme.threshold,
        besides=official.people,
        within=within,
    )
    states = store.year.risk_decisions.states(each.person for each in found)
    score = _scores(scheme)
    rows = [
        AtRisk(
            each,
            score(each),
            official.people.get(each.person),
            *_state(states.get(each.person)),
        )
        for each in found
    ]
    rows.sort(key=lambda each: (-each.score.points, not each.is_on_official_list))
    cohorts = store.year.pupils_by_points.by_year_group(on, within=within)
    return SupportList(rows, cohorts, official)


def _scores(
    scheme: Scheme, *, for_school: bool = False
) -> Callable[[Listed | OwnPupil], Reckoned]:
    """Gives the score of a pupil. Most have the same few indicators: each is added up
    once.
    """
    kept: dict[tuple[str, str], Reckoned] = {}

    def score(of: Listed | OwnPupil) -> Reckoned:
        key = of.holds, of.not_known
        if key not in kept:
            holding, not_known = of.holds.split(), of.not_known.split()
            kept[key] = as_stored(scheme, holding, not_known, for_school=for_school)
        return kept[key]

    return score


def _state(newest: tuple[str, bool] | None) -> tuple[bool, bool]:
    """Whether there is support, and whether a decision waits."""
    if newest is None:
        return False, True
    decision, stands = newest
    return stands, not stands and decision != Decision.NOT_NEEDED


def decided(people: Collection[int]) -> dict[int, Decided]:
    """What was decided about each of these people, for the rows that a page shows."""
    decisions = store.year.risk_decisions.newest_of(people)
    plans = store.year.risk_decisions.plans(
        each.plan_id for each in decisions.values() if each.plan_id is not None
    )
    return {
        person: Decided(
            decision := decisions.get(person),
            plans.get(decision.plan_id or 0) if decision is not None else None,
        )
        for person in people
    }


@dataclass(frozen=True, slots=True)
class OfPerson:
    """One young person with their score, for their own page."""

    member: Member
    score: Reckoned
    listed: OnList | None
    decided: Decided


def of_person(
    scheme: Scheme, person: int, *, on: date, within: Scope
) -> OfPerson | None:
    """One young person with their score, whatever it is; None outside the year groups
    of the list. It is folded for the page: one person takes no time.
    """
    official = official_lists.official_lists(
        on, within=within, people=[person], with_indicators=True
    )
    for authority in sorted(within.authorities):
        for each in facts_then.of([person], authority, on, known_at=None):
            member = each.then.member
            if member.year_group not in PUPIL_YEARS:
                return None
            return OfPerson(
                member,
                reckoned(scheme, each.then),
                official.people.get(person),
                decided([person])[person],
            )
    return None


@dataclass(frozen=True, slots=True)
class OwnAtRisk:
    """A pupil at risk as their own school may see them."""

    pupil: OwnPupil
    score: Reckoned
    listed: OnList | None
    has_support: bool


def of_pupils(
    scheme: Scheme, pupils: Sequence[OwnPupil], *, on: date, within: Scope
) -> list[OwnAtRisk]:
    """Those of a school's own pupils who are at risk, those with most points first.

    What only the council may see is in no reason and in no sum.
    """
    people = [each.person for each in pupils]
    official = official_lists.official_lists(on, within=within, people=people)
    score = _scores(scheme, for_school=True)
    scores = {each.person: score(each) for each in pupils}
    chosen = [
        each
        for each in pupils
        if scores[each.person].points >= scheme.threshold
        or each.person in official.people
    ]
    states = store.year.risk_decisions.states(each.person for each in chosen)
    rows = [
        OwnAtRisk(
            each,
            scores[each.person],
            official.people.get(each.person),
            _state(states.get(each.person))[0],
        )
        for each in chosen
    ]
    return sorted(rows, key=lambda each: -each.score.points)
