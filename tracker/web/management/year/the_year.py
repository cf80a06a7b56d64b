"""The year: the funnel of a cohort from planned place to March, and every list in it.

Its readers may open each list, so no number is hidden from them (decision 0195).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers
from tracker.domain.figures.breakdowns import CUTS
from tracker.domain.figures.disclosure import Cell, percent
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import activity
from tracker.domain.year.funnel import Funnel, Line, Part, funnel
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import STEPS, Name
from tracker.reporting.panels import panel
from tracker.store.figures.ledger_counts import Narrowed
from tracker.store.history.ledger.owed_rows import Year
from tracker.web.acting import act, today
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import MOST_ROWS
from tracker.web.look.states import WORDS, state_of_activity
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay
from tracker.wording import group_titles

#: The steps at which groups are compared; with an EHC plan no place is offered.
COMPARED = {
    False: (Name.OFFER, Name.ENROLLED, Name.DAY_42),
    True: (Name.PLAN, Name.ENROLLED, Name.DAY_42),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cohort that the address names, of one summer."""

    year: Year
    cohort: LedgerCohort = LedgerCohort.BOTH

    @property
    def title(self) -> str:
        return self.cohort.of_year(self.year.left)

    def link(self, endpoint: str, **more: Any) -> str:
        """The address of a page about this cohort."""
        both = self.cohort is LedgerCohort.BOTH
        given = {"left": self.year.left, "year": None if both else self.cohort, **more}
        return url_for(f"management.{endpoint}", **given)

    def list_of(self, step: Name | None, part: Part = Part.REACHED, **more: Any) -> str:
        """The address of the list behind a number."""
        given = {"step": step, "part": part if step else None, **more}
        return self.link("the_year_list", **given)


#: The filter of a list by the place where its people were expected, and its words for
#: those without a place on record.
EXPECTED, NO_PLACE_KNOWN = "expected", "No place on record"
#: The filter of a list by what its people do now.
NOW = "now"
#: A group that is so many points behind all is marked; one of so few is not compared.
BEHIND, FEW = 5, 10
#: So many places are shown at once; the others are unfolded.
MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """Those who were lost at a step, by where they were expected and by what they do
    now: (state, its words, how many), the most first.

    ``links`` is whether their list can be cut to one of these.
    """

    line: Line
    places: Sequence[tuple[str, int]]
    others: Sequence[tuple[str, int]]
    now: Sequence[tuple[str, str, int]]
    links: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a cohort beside the whole: its value, its words, its funnel."""

    value: str
    title: str
    funnel: Funnel


def chosen_cohort() -> Chosen:
    """The cohort of the address; last summer's unless one is named."""
    years = {str(each.left): each for each in cohort_ledgers.current(today())}
    given = request.args.get("left")
    year = next(iter(years.values())) if given is None else found(years.get(given))
    named = {str(each): each for each in LedgerCohort}
    cohort = request.args.get("year")
    return Chosen(year, found(named.get(cohort)) if cohort else LedgerCohort.BOTH)


def breakdown() -> str | None:
    """The breakdown that the address names; one that the page lacks is not found."""
    by = request.args.get("by")
    if by is not None and by not in CUTS:
        abort(404)
    return by


def cohorts() -> list[tuple[int, str]]:
    """The cohorts of today, by the summer of leaving, with their academic year."""
    return [
        (each.left, AcademicYear(each.left - 1).label)
        for each in cohort_ledgers.current(today())
    ]


def wait_for_ledgers() -> None:
    """Answers with a page that waits until the ledgers of today are made."""
    task = cohort_ledgers.make_or_request(within=scope(), act=act())
    if task is not None:
        day = ChosenDay(today(), None)
        waiting = render_template("management/waiting.html", day=day, task=task)
        abort(make_response(waiting))


@bp.get("/year")
@requires(Permission.SEE_PEOPLE)
def the_year() -> ResponseReturnValue:
    chosen, by = chosen_cohort(), breakdown() or CUTS[0]
    wait_for_ledgers()
    narrowed = Narrowed(chosen.cohort)
    before = cohort_ledgers.a_year_before(chosen.year)
    marks = store.figures.ledger_counts.marks(
        chosen.year, within=scope(), narrowed=narrowed
    )
    now = funnel(marks, chosen.year.left, on=chosen.year.as_of)
    then = cohort_ledgers.counts(before, within=scope(), narrowed=narrowed)
    return render_template(
        "management/year.html",
        chosen=chosen,
        years=cohorts(),
        cohorts=LedgerCohort,
        now=now,
        then=then,
        before=before,
        worst=_worst(now),
        by=by,
        cuts=[(each, group_titles.name_of_breakdown(each)) for each in CUTS],
        lost=_lost(chosen, now, marks) if now.people else None,
        groups=_groups(chosen, by),
        difference=difference,
        EXPECTED=EXPECTED,
        NOW=NOW,
        few=FEW,
        compared=[STEPS[each] for each in COMPARED[chosen.cohort is LedgerCohort.PLAN]],
        share=share,
        Part=Part,
    )


def share(people: int, of: int) -> str:
    """A share as a page says it, "" of no people."""
    return f"{percent(people, of):.1f}%" if of else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how many points the share of a group is above that of all, as both are shown;
    in words "", if it is not.
    """

    points: float

    @property
    def is_behind(self) -> bool:
        return self.points <= -BEHIND

    def __str__(self) -> str:
        return panel.say(Cell(self.points), panel.Kind.CHANGE) if self.points else ""


def difference(people: int, of: int, all_people: int, of_all: int) -> Difference:
    """The difference between the share of a group and that of all; none of a group of
    so few that one young person makes it.
    """
    if of <= FEW:
        return Difference(0)
    group, everybody = percent(people, of) or 0, percent(all_people, of_all) or 0
    return Difference(round(group - everybody, 1))


def _lost(chosen: Chosen, now: Funnel, marks: Collection[str]) -> Lost | None:
    """Who was lost at the step that lost the most, None where no one was.

    ``marks`` are those of the cohort.
    """
    worst = _worst(now)
    if worst is None:
        return None
    line = now.lines[worst]
    found = store.figures.ledger_counts.expected_at(
        *(chosen.year, line.step.name, Part.LOST),
        within=scope(),
        alike=marks,
        narrowed=Narrowed(chosen.cohort),
    )
    # Where none of them was expected anywhere, there is nothing to list.
    known = found.items() if any(found) else ()
    places = [(place or NO_PLACE_KNOWN, people) for place, people in known]
    return Lost(
        line,
        places[:MOST_PLACES],
        places[MOST_PLACES:],
        _doing_now(chosen, line.step.name, marks),
        line.people[Part.LOST] <= MOST_ROWS,
    )


def _doing_now(
    chosen: Chosen, name: Name, marks: Collection[str]
) -> list[tuple[str, str, int]]:
    """What those who were lost at a step do now, as ``Lost.now``."""
    counted: Counter[str] = Counter()
    for code, lapsed, people in store.figures.ledger_counts.doing_on(
        newest_day(),
        *(chosen.year, name, Part.LOST),
        within=scope(),
        alike=marks,
        narrowed=Narrowed(chosen.cohort),
    ):
        state = "" if code is None else state_of_activity(activity(code))
        counted["unknown" if lapsed else state] += people
    return [(state, now_words(state), many) for state, many in counted.most_common()]


def now_words(state: str) -> str:
    """The words of what a person does now, by its state: the values of the filter."""
    return WORDS.get(state, "Other")


def newest_day() -> date:
    """The newest day with positions."""
    return store.history.days.newest(today(), within=scope()) or today()


def _worst(now: Funnel) -> int | None:
    """The place of the step that lost the most, None where none lost any."""
    lost = [line.people[Part.LOST] for line in now.lines]
    return lost.index(max(lost)) if any(lost) else None


def _groups(chosen: Chosen, by: str) -> list[Group]:
    """The groups of a breakdown, the largest first."""
    marks = store.figures.ledger_counts.groups(
        chosen.year, by, within=scope(), cohort=chosen.cohort
    )
    names = chosen_day.names()
    made = [
        Group(
            group,
            group_titles.title(by, group, names),
            funnel(people, chosen.year.left, on=chosen.year.as_of),
        )
        for group, people in marks.items()
    ]
    return sorted(made, key=lambda each: (-each.funnel.people, each.title))
