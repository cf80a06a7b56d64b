"""Thresholds on an earlier cohort: conversations, false alarms and misses, by group."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions.year.risk import past_cohorts
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.risk import thresholds
from tracker.web.acting import today
from tracker.web.guard import found, requires, scope
from tracker.web.management import bp, chosen_day
from tracker.web.management.risk.at_risk import chosen
from tracker.wording import group_titles

#: With less than this on the list or needing help, a rate rests on a few people.
FEW = 30


@bp.get("/risk/thresholds")
@requires(Permission.SEE_FIGURES)
def risk_thresholds() -> ResponseReturnValue:
    given = chosen()
    scheme = given.scheme
    years = {str(each): each for each in past_cohorts.years(today())}
    wanted = request.args.get("left")
    left = found(years.get(wanted)) if wanted else next(iter(years.values()))
    levels = {str(each): each for each in range(1, scheme.most + 1)}
    level = request.args.get("threshold")
    threshold = found(levels.get(level)) if level else scheme.threshold
    as_known_then = request.args.get("known") != "now"
    cohort = past_cohorts.cohort(
        scheme, left, as_known_then=as_known_then, within=scope()
    )
    names = chosen_day.names()
    suppression = chosen_day.protection()
    needed_help = sum(each.needed_help for each in cohort.people)
    return render_template(
        "management/risk/thresholds.html",
        chosen=given,
        years=[(each, AcademicYear(each - 1).label) for each in years.values()],
        left=left,
        threshold=threshold,
        as_known_then=as_known_then,
        cohort=cohort,
        needed_help=suppression.count(needed_help),
        sealed=suppression.count(cohort.sealed),
        is_thin=needed_help < FEW,
        few=FEW,
        scored_on=thresholds.scored_on(left),
        outcome_on=thresholds.outcome_on(left),
        lines=thresholds.by_threshold(cohort.people, levels.values(), suppression),
        by_official=thresholds.by_official_list(cohort.people, suppression),
        groups=thresholds.by_group(
            cohort.people,
            threshold,
            suppression,
            lambda name, group: group_titles.title(name, group, names),
        )
        if cohort.people
        else {},
        title_of=group_titles.name_of_breakdown,
    )
