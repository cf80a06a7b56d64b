"""Thresholds on an earlier cohort: conversations, false alarms and misses, by group.

A worker counts the cohort; the page shows the last count with its day.
"""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions.year.risk import past_cohorts
from tracker.actions.year.risk_work import threshold_task
from tracker.actions.year.risk_work.threshold_task import Question
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.risk import thresholds
from tracker.web.acting import act, now, today
from tracker.web.forms import Form
from tracker.web.guard import found, requires, scope
from tracker.web.management import bp, chosen_day
from tracker.web.management.risk.at_risk import Chosen, chosen
from tracker.wording import group_titles

#: With less than this on the list or needing help, a rate rests on a few people.
FEW = 30


@dataclass(frozen=True, slots=True)
class _Choice:
    """The choice of the address. ``years`` are the summers that are offered."""

    given: Chosen
    question: Question
    threshold: int
    years: list[int]

    @property
    def address(self) -> str:
        return self.to("management.risk_thresholds")

    def to(self, endpoint: str) -> str:
        """The address of a page with the same choice."""
        is_usual = self.threshold == self.given.scheme.threshold
        return self.given.link(
            endpoint,
            group=None,
            left=self.question.left,
            threshold=None if is_usual else self.threshold,
            known=None if self.question.as_known_then else "now",
        )


def _choice() -> _Choice:
    """An unknown year or threshold is not found."""
    given = chosen()
    years = past_cohorts.years(today())
    year, level = request.args.get("left"), request.args.get("threshold")
    levels = {str(each): each for each in range(1, given.scheme.most + 1)}
    return _Choice(
        given,
        Question(
            given.scheme,
            found({str(each): each for each in years}.get(year)) if year else years[0],
            request.args.get("known") != "now",
        ),
        found(levels.get(level)) if level else given.scheme.threshold,
        years,
    )


@bp.get("/risk/thresholds")
@requires(Permission.SEE_FIGURES)
def risk_thresholds() -> ResponseReturnValue:
    choice = _choice()
    question = choice.question
    standing = threshold_task.standing(question, within=scope(), at=now())
    shown = {}
    if standing.answer is not None and standing.answer.counted.people:
        cohort = standing.answer.counted
        suppression, names = chosen_day.protection(), chosen_day.names()
        shown = {
            "people": cohort.people,
            "needed_help": suppression.count(cohort.needed_help),
            "sealed": suppression.count(standing.answer.sealed),
            "is_thin": cohort.needed_help < FEW,
            "lines": thresholds.by_threshold(cohort, suppression),
            "by_official": thresholds.by_official_list(cohort, suppression),
            "groups": thresholds.by_group(
                cohort,
                choice.threshold,
                suppression,
                lambda name, group: group_titles.title(name, group, names),
            ),
        }
    return render_template(
        "management/risk/thresholds.html",
        chosen=choice.given,
        years=[(each, AcademicYear(each - 1).label) for each in choice.years],
        left=question.left,
        threshold=choice.threshold,
        as_known_then=question.as_known_then,
        standing=standing,
        answer=standing.answer,
        shown=shown,
        few=FEW,
        form=Form(formdata=None),
        address=choice.address,
        again=choice.to("management.risk_thresholds_count"),
        scored_on=thresholds.scored_on(question.left),
        outcome_on=thresholds.outcome_on(question.left),
        title_of=group_titles.name_of_breakdown,
    )


@bp.post("/risk/thresholds/count")
@requires(Permission.SEE_FIGURES)
def risk_thresholds_count() -> ResponseReturnValue:
    choice = _choice()
    if not Form().validate_on_submit():
        abort(400)
    threshold_task.request(choice.question, act=act())
    return redirect(choice.address)
