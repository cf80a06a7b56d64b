"""Figures by who people are: a page a breakdown; where not-knowns come from; flows."""

from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.actions import figures, place_names
from tracker.domain.academic_year import Period
from tracker.domain.group_titles import name_of_breakdown
from tracker.domain.measures import HEADLINES
from tracker.reporting import charts, groups
from tracker.reporting import flows as from_school
from tracker.reporting.divided import OPEN, WHERE, WHERE_BY, divided
from tracker.reporting.panel import Panel
from tracker.web.guard import requires, scope
from tracker.web.management import asked as days
from tracker.web.management import bp, protected
from tracker.web.management.asked import Asked

_FIRST_BY = "Year 11 school"
#: The measures of a table of groups, and the one that is drawn.
_SHOWS = ("participating", "neet", "not_known", "neet_or_not_known")
_DRAWN = "neet_or_not_known"
_COHORT = [each for each in HEADLINES if each.name == "cohort_16_17"]
_NOT_KNOWN = [each for each in HEADLINES if each.name == "not_known"]
#: Why the panel of lapses shows no number to whom something is hidden.
_WITHHELD = (
    "These numbers are hidden because some of the day's headline figures are, and "
    "those could be worked out from them."
)
#: So many month ends back where not-knowns came from.
_BACK = 12


@bp.get("/dashboard/by")
@requires(Permission.SEE_FIGURES)
def figures_by() -> ResponseReturnValue:
    day = days.asked()
    ready = days.ready(day)
    if not ready.made:
        return days.waiting(day, ready.task)
    chosen = by()
    return render_template(
        "management/by.html",
        day=day,
        task=ready.task,
        by=chosen,
        panel=by_panel(day, chosen),
        choices=[(each, name_of_breakdown(each), each == chosen) for each in WHERE_BY],
    )


def by() -> str:
    """The breakdown of the address; one that there is not is not found."""
    given = request.args.get("by", _FIRST_BY)
    if given not in WHERE_BY:
        abort(404)
    return given


def by_panel(day: Asked, by: str) -> Panel:
    """One breakdown of a day. What is hidden in one is hidden beside all others."""
    protection = days.protection()
    wanted = (by,) if protection == OPEN else WHERE_BY
    # Who is in several groups is looked at beside everybody, by whom nobody is missed.
    found = figures.several(
        [day.as_of],
        within=scope(),
        breakdowns=tuple(dict.fromkeys((*wanted, "year group"))),
        measures=HEADLINES,
    )[day.as_of]
    return groups.grouped(
        divided(found, WHERE, protection)[by],
        _SHOWS,
        as_of=day.as_of,
        name_of=place_names.of(found.get("institution", ()), day.as_of, within=scope()),
        drawn=_DRAWN,
    )


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Where not-knowns came from, month by month, and what lapses next."""

    why: Panel
    lapses: Panel

    @property
    def panels(self) -> list[Panel]:
        return [self.why, self.lapses]


@bp.get("/dashboard/unknown")
@requires(Permission.SEE_FIGURES)
def figures_unknown() -> ResponseReturnValue:
    day = days.asked()
    ready = days.ready(day, _months(day).values())
    if not ready.made:
        return days.waiting(day, ready.task)
    return render_template(
        "management/unknown.html", day=day, task=ready.task, shown=not_known(day)
    )


def _months(day: Asked) -> dict[Period, date]:
    """The last twelve month ends, the oldest first."""
    periods = [day.last_end]
    while len(periods) < _BACK:
        periods.insert(0, periods[0].previous)
    return {each: each.end for each in periods}


def not_known(day: Asked) -> NotKnown:
    protection, names = days.protection(), days.names()
    months = _months(day)
    why = figures.several(
        {*months.values(), day.as_of},
        within=scope(),
        breakdowns=("why not known",),
        measures=_NOT_KNOWN,
    )
    over = {
        month: why[end]["why not known"] for month, end in months.items() if end in why
    }
    lapses = figures.several(
        [day.as_of], within=scope(), breakdowns=("lapses",), measures=_COHORT
    )[day.as_of]["lapses"]
    shown = protected.days({*months.values(), day.as_of})
    hidden = [
        month
        for month, end in months.items()
        if end in shown and not shown[end].counts_shown("not_known")
    ]
    withheld = day.as_of in shown and shown[day.as_of].hides
    return NotKnown(
        why=groups.over_months(
            "why not known",
            {month: found for month, found in over.items() if found},
            measure="not_known",
            suppression=protection,
            name_of=names,
            name="why",
            heading="Why young people were not known",
            about="At each of the last twelve month ends: what was known but not "
            "confirmed again in time, or that nobody had said where they went.",
            hidden=hidden,
        ),
        lapses=groups.counted(
            "lapses",
            lapses,
            measure="cohort_16_17",
            suppression=protection,
            name_of=names,
            name="lapses",
            heading="What will lapse, and when",
            about="Young people who are known today, by the month in which that has to "
            "be confirmed again. Anybody not confirmed by then becomes not known.",
            total="All whose activity lapses",
            withheld=_WITHHELD if withheld else "",
        ),
    )


@dataclass(frozen=True, slots=True)
class Flows:
    """From school to destination: the table, and the figure that is drawn of it.

    No table where it would tell what the figures by year group hide.
    """

    panel: Panel | None
    figure: str | None

    @property
    def panels(self) -> list[Panel]:
        return [] if self.panel is None else [self.panel]


@bp.get("/dashboard/flows")
@requires(Permission.SEE_FIGURES)
def figures_flows() -> ResponseReturnValue:
    day = days.asked()
    ready = days.ready(day)
    if not ready.made:
        return days.waiting(day, ready.task)
    return render_template(
        "management/flows.html", day=day, task=ready.task, shown=flows(day)
    )


def flows(day: Asked) -> Flows:
    if not protected.year_12_is_shown(day.as_of):
        return Flows(None, None)
    protection = days.protection()
    found = figures.several(
        [day.as_of], within=scope(), breakdowns=("flow",), measures=_COHORT
    )[day.as_of]["flow"]
    panel, bands = from_school.flows(
        found,
        measure="cohort_16_17",
        suppression=protection,
        name_of=days.names(),
        by_school=protection == OPEN,
    )
    if not bands.people:
        return Flows(panel, None)
    drawn = charts.flows(bands.sources, bands.targets, bands.people)
    return Flows(panel, charts.as_json(drawn))
