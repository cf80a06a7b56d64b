"""The dashboard: a day's figures beside last year's, England's and the neighbours'."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, reporting
from tracker.access import Permission
from tracker.domain.figures.comparison import COMPARED, Comparison
from tracker.domain.figures.forecast import Winter
from tracker.domain.figures.measures import BY_NAME, HEADLINES, NOT_SHOWN, Figure
from tracker.domain.reference.academic_year import Period
from tracker.reporting.panels.day import Day, breakdowns, everybody
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.headlines import Moved
from tracker.reporting.panels.panel import Panel
from tracker.web.guard import me, requires, scope
from tracker.web.management import bp, chosen_day
from tracker.web.management.chosen_day import ChosenDay

#: The measure that is drawn month by month unless the address names another.
_FIRST_DRAWN = "neet_or_not_known"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the dashboard shows of a day."""

    now: Day
    before: Day | None
    published: Comparison
    headlines: Panel
    beside: Panel | None
    guarantee: Panel | None
    months: Panel
    winter: Panel | None
    forecast: Winter | None
    measure: str
    moved: Sequence[Moved] = ()
    since: Period | None = None
    apart: int | None = None  # people not shown, None for readers of protected figures

    @property
    def panels(self) -> list[Panel]:
        found = (self.headlines, self.beside, self.months, self.winter, self.guarantee)
        return [panel for panel in found if panel is not None]


@bp.get("/dashboard")
@requires(Permission.SEE_FIGURES)
def dashboard() -> ResponseReturnValue:
    day = chosen_day.chosen()
    others = actions.history.month_ends.compared_days(day.as_of)
    task = chosen_day.wait_for_figures(day, others)
    return render_template(
        "management/dashboard.html",
        day=day,
        task=task,
        shown=show(day),
        compared=COMPARED,
        titles={name: BY_NAME[name].title for name in COMPARED},
    )


def show(day: ChosenDay) -> Shown:
    """The dashboard of a day, from the figures that are made."""
    measure = request.args.get("show", _FIRST_DRAWN)
    if measure not in COMPARED:
        measure = _FIRST_DRAWN
    protection = chosen_day.protection()
    by_day = actions.figures.measured.by_day(
        actions.history.month_ends.compared_days(day.as_of),
        within=scope(),
        breakdowns=breakdowns(protection),
        measures=(*HEADLINES, NOT_SHOWN),
        sealed=chosen_day.counts_sealed(),
    )
    found = {each: everybody(groups) for each, groups in by_day.items()}
    shown = {
        each: reporting.panels.day.day(each, groups, protection)
        for each, groups in by_day.items()
    }
    last_year = Period.of(day.as_of).a_year_before.end
    before = shown.get(last_year)
    if before is not None and not before.held:
        before = None
    published = actions.figures.published.comparison(
        me().authority, chosen_day.settings()
    )
    ours = actions.figures.offers.by_september(
        day.as_of, within=scope(), suppression=protection
    )
    ends = {Period.of(each): each for each in found if each == Period.of(each).end}
    shown_ends = {month: shown[end] for month, end in ends.items()}
    winter, forecast = reporting.panels.headlines.winters(
        {
            month: {figure.name: figure for figure in found[end]}
            for month, end in ends.items()
            if found[end][0].of
        },
        day.last_end,
        published,
        shown_ends,
    )
    month = Period.of(day.as_of)
    since = month.previous if reporting.panels.headlines.may_follow(month) else None
    earlier = shown_ends.get(since) if since else None
    return Shown(
        now=shown[day.as_of],
        before=before,
        published=published,
        headlines=reporting.panels.headlines.headlines(
            shown[day.as_of], before, found[day.as_of], found.get(last_year, ())
        ),
        beside=reporting.panels.beside.beside(shown[day.as_of], published, ours),
        guarantee=reporting.panels.beside.guarantee(ours, published),
        months=reporting.panels.headlines.months(
            measure, shown_ends, day.last_end, published
        ),
        winter=winter,
        forecast=forecast,
        measure=measure,
        moved=reporting.panels.headlines.moved(
            shown[day.as_of], earlier, found[day.as_of], found[earlier.as_of]
        )
        if earlier is not None and earlier.held
        else (),
        since=since,
        apart=_apart(found[day.as_of]) if protection == OPEN else None,
    )


def _apart(figures: Sequence[Figure]) -> int:
    """How many young people are counted apart, because their activity is sealed."""
    return sum(int(each.count) for each in figures if each.name == NOT_SHOWN.name)
