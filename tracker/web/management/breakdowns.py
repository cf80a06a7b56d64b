"""Figures by group, one page a breakdown; the sources of not known; flows."""

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker import actions, reporting, store
from tracker.access import Permission
from tracker.domain.figures import found_since
from tracker.domain.figures.comparison import COMPARED
from tracker.domain.figures.measures import ALL, COHORT, HEADLINES, NOT_KNOWN
from tracker.domain.reference.academic_year import Period
from tracker.reporting.panels.divided import OPEN, WHERE, WHERE_BY, divided
from tracker.reporting.panels.panel import Panel
from tracker.web.guard import requires, scope
from tracker.web.management import bp, chosen_day, protected
from tracker.web.management.chosen_day import ChosenDay
from tracker.wording.group_titles import name_of_breakdown

_FIRST_BY = "Year 11 school"
#: The measure that is drawn beside a table of groups.
_DRAWN = "neet_or_not_known"
#: For how many month ends the page explains why people were not known.
_BACK = 12


@bp.get("/dashboard/by")
@requires(Permission.SEE_FIGURES)
def figures_by() -> ResponseReturnValue:
    day = chosen_day.chosen()
    task = chosen_day.wait_for_figures(day)
    chosen = by()
    return render_template(
        "management/by.html",
        day=day,
        task=task,
        by=chosen,
        panel=by_panel(day, chosen),
        choices=[(each, name_of_breakdown(each), each == chosen) for each in WHERE_BY],
    )


def by() -> str:
    """The breakdown that the address names; an unknown one is not found."""
    given = request.args.get("by", _FIRST_BY)
    if given not in WHERE_BY:
        abort(404)
    return given


def by_panel(day: ChosenDay, by: str) -> Panel:
    """One breakdown of a day.

    All breakdowns of the day are protected together, so that none shows what another
    hides.
    """
    protection = chosen_day.protection()
    wanted = (by,) if protection == OPEN else WHERE_BY
    # Overlapping groups are protected against the total, which the year groups give.
    found = actions.figures.measured.by_day(
        [day.as_of],
        within=scope(),
        breakdowns=tuple(dict.fromkeys((*wanted, "year group"))),
        measures=HEADLINES,
        sealed=chosen_day.counts_sealed(),
    )[day.as_of]
    return reporting.panels.groups.grouped(
        divided(found, WHERE, protection)[by],
        COMPARED,
        as_of=day.as_of,
        name_of=actions.institutions.place_names.names_of(
            found.get("institution", ()), day.as_of, within=scope()
        ),
        drawn=_DRAWN,
    )


@bp.get("/dashboard/unknown")
@requires(Permission.SEE_FIGURES)
def figures_unknown() -> ResponseReturnValue:
    day = chosen_day.chosen()
    task = chosen_day.wait_for_figures(day, _months(day).values())
    return render_template(
        "management/unknown.html", day=day, task=task, panels=not_known(day)
    )


def _months(day: ChosenDay) -> dict[Period, date]:
    """The last twelve month ends, the oldest first."""
    periods = [day.last_end]
    while len(periods) < _BACK:
        periods.insert(0, periods[0].previous)
    return {each: each.end for each in periods}


def not_known(day: ChosenDay) -> list[Panel]:
    """Why young people were not known, month by month."""
    protection, names = chosen_day.protection(), chosen_day.names()
    months = _months(day)
    why = actions.figures.measured.by_day(
        set(months.values()),
        within=scope(),
        breakdowns=("why not known",),
        measures=[NOT_KNOWN],
        sealed=chosen_day.counts_sealed(),
    )
    over = {
        month: why[end]["why not known"] for month, end in months.items() if end in why
    }
    shown = protected.days(set(months.values()))
    hidden = [
        month
        for month, end in months.items()
        if end in shown and not shown[end].counts_shown(NOT_KNOWN.name)
    ]
    return [
        *(_found(day) if protection == OPEN else ()),
        reporting.panels.groups.over_months(
            "why not known",
            {month: found for month, found in over.items() if found},
            measure=NOT_KNOWN.name,
            suppression=protection,
            name_of=names,
            name="why",
            heading="Why young people were not known",
            about="At each of the last twelve month ends: what was known but not "
            "confirmed again in time, or that no source had their destination.",
            hidden=hidden,
        ),
    ]


def _found(day: ChosenDay) -> list[Panel]:
    """Who was found since the month end before; nothing before that end is made."""
    if not store.history.days.complete_among(
        [found_since.before(day.as_of)], within=scope()
    ):
        return []
    counts = store.figures.found.by_source(
        day.as_of, within=scope(), mask=ALL.mask(COHORT, counting=True)
    )
    return [reporting.panels.found.by_source(counts, day.as_of)]


@bp.get("/dashboard/flows")
@requires(Permission.SEE_FIGURES)
def figures_flows() -> ResponseReturnValue:
    day = chosen_day.chosen()
    task = chosen_day.wait_for_figures(day)
    panels, figure = flows(day)
    return render_template(
        "management/flows.html", day=day, task=task, panels=panels, figure=figure
    )


def flows(day: ChosenDay) -> tuple[list[Panel], str | None]:
    """From school to destination: the table, and the figure that is drawn of it.

    There is no table where it would disclose what the figures by year group hide.
    """
    if not protected.year_12_is_shown(day.as_of):
        return [], None
    protection = chosen_day.protection()
    found = actions.figures.measured.by_day(
        [day.as_of],
        within=scope(),
        breakdowns=("flow",),
        measures=[COHORT],
        sealed=chosen_day.counts_sealed(),
    )[day.as_of]["flow"]
    panel, bands = reporting.panels.flows.flows(
        found,
        measure=COHORT.name,
        suppression=protection,
        name_of=chosen_day.names(),
        by_school=protection == OPEN,
    )
    if not bands.people:
        return [panel], None
    drawn = reporting.panels.charts.flows(bands.sources, bands.targets, bands.people)
    return [panel], reporting.panels.charts.as_json(drawn)
