"""Who is at risk of NEET: each score with its reasons, DfE's list and the support.

A score is worked out when a page asks for it and is stored nowhere. What a person
decided about it is recorded by ``actions.year.risk_deciding``, which knows no score.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.year.risk import facts_then, official_lists
from tracker.actions.year.risk.official_lists import OfficialLists, OnList
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.risk.reckoning import Reckoned, reckoned
from tracker.domain.year.risk.schemes import Scheme
from tracker.store.casework.plans import Plan
from tracker.store.year.risk_decisions import Decision, RiskDecision

#: The year groups of the list. The first that is offered is the one about to leave.
YEAR_GROUPS = (11, 10, 9, 12)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One young person of the list.

    ``listed`` is how they stand on DfE's list, None for one who is not on it.
    ``plan`` is the support that was agreed, with its owners and outcomes.
    """

    member: Member
    score: Reckoned
    listed: OnList | None
    decision: RiskDecision | None
    plan: Plan | None

    @property
    def person(self) -> int:
        return self.member.person

    @property
    def is_on_official_list(self) -> bool:
        return self.listed is not None and self.listed.is_on

    @property
    def has_support(self) -> bool:
        """Whether support was agreed in a plan that stands."""
        return self.plan is not None and self.plan.stands

    @property
    def waits(self) -> bool:
        """Whether a person has yet to decide: no plan stands and none was declined."""
        declined = self.decision is not None and (
            self.decision.decision == Decision.NOT_NEEDED
        )
        return not (self.has_support or declined)


@dataclass(frozen=True, slots=True)
class SupportList:
    """The young people of a year group, those with most points first.

    ``cohort`` is how many the year group has; ``official`` are DfE's lists.
    """

    rows: Sequence[AtRisk]
    cohort: int
    official: OfficialLists


def support_list(
    scheme: Scheme,
    year_group: int,
    *,
    on: date,
    within: Scope,
    people: Collection[int] | None = None,
    for_school: bool = False,
) -> SupportList:
    """Those of a year group whose score reaches the threshold, and those on DfE's list.

    ``people`` narrows the year group. ``for_school`` leaves out what no school may see.
    """
    first, last = _births(year_group, on)
    official = official_lists.official_lists(on, within=within)
    members, scores = dict[int, Member](), dict[int, Reckoned]()
    for authority in sorted(within.authorities):
        persons = store.people.identities.listed_born_between(authority, first, last)
        if people is not None:
            persons = [each for each in persons if each in people]
        for each in facts_then.of(
            persons, authority, on, known_at=None, for_school=for_school
        ):
            members[each.person] = each.then.member
            scores[each.person] = reckoned(scheme, each.then, for_school=for_school)
    chosen = [
        person
        for person, score in scores.items()
        if score.points >= scheme.threshold or person in official.people
    ]
    return SupportList(_rows(chosen, members, scores, official), len(members), official)


def of_person(scheme: Scheme, person: int, *, on: date, within: Scope) -> AtRisk | None:
    """One young person with their score, whatever it is; None outside the cohort."""
    official = official_lists.official_lists(on, within=within, people=[person])
    for authority in sorted(within.authorities):
        for each in facts_then.of([person], authority, on, known_at=None):
            score = reckoned(scheme, each.then)
            (row,) = _rows(
                [person], {person: each.then.member}, {person: score}, official
            )
            return row if each.then.member.year_group in YEAR_GROUPS else None
    return None


def _rows(
    chosen: Sequence[int],
    members: dict[int, Member],
    scores: dict[int, Reckoned],
    official: OfficialLists,
) -> list[AtRisk]:
    decisions = store.year.risk_decisions.newest_of(chosen)
    plans = store.year.risk_decisions.plans(
        each.plan_id for each in decisions.values() if each.plan_id is not None
    )
    rows = [
        AtRisk(
            members[person],
            scores[person],
            official.people.get(person),
            decision := decisions.get(person),
            plans.get(decision.plan_id or 0) if decision is not None else None,
        )
        for person in chosen
    ]
    return sorted(
        rows,
        key=lambda each: (
            -each.score.points,
            not each.is_on_official_list,
            each.person,
        ),
    )


def _births(year_group: int, on: date) -> tuple[date, date]:
    """The first and the last birthday of a year group on a day."""
    year = AcademicYear.of(on).start - year_group - 5
    return date(year, 9, 1), date(year + 1, 8, 31)
