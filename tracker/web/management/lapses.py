"""What lapses by month and place, and not known if nothing of it is confirmed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import actions, reporting
from tracker.access import Permission
from tracker.domain.figures.breakdowns import BETWEEN, EVERYBODY, LAPSES
from tracker.domain.figures.measures import COHORT, NOT_KNOWN, Figure
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.panel import Panel
from tracker.web.guard import requires, scope
from tracker.web.management import bp, chosen_day, protected
from tracker.web.management.chosen_day import ChosenDay

#: The sentence for a user who sees only some figures.
_WITHHELD = (
    "These numbers are hidden because some of the day's headline figures are, and "
    "those could be worked out from them."
)
#: The figures of a day without anybody in the cohort.
_NONE = tuple(Figure(each.name, each.title, 0, 0) for each in (COHORT, NOT_KNOWN))


@bp.get("/dashboard/lapses")
@requires(Permission.SEE_FIGURES)
def figures_lapses() -> ResponseReturnValue:
    day = chosen_day.chosen()
    task = chosen_day.wait_for_figures(day)
    return render_template(
        "management/lapses.html", day=day, task=task, panels=lapses(day)
    )


def lapses(day: ChosenDay) -> list[Panel]:
    """What lapses by month; for users who may open the lists, also sums and places.

    Other users see no sum: beside the numbers of months it would give away what the
    headline figures hide.
    """
    found = actions.figures.measured.by_day(
        [day.as_of],
        within=scope(),
        breakdowns=(EVERYBODY, LAPSES),
        measures=(COHORT, NOT_KNOWN),
        sealed=chosen_day.counts_sealed(),
    )[day.as_of]
    protection = chosen_day.protection()
    if protection != OPEN:
        shown = protected.days([day.as_of])
        hides = day.as_of in shown and shown[day.as_of].hides
        return [
            reporting.panels.lapses.by_month(
                found[LAPSES],
                suppression=protection,
                withheld=_WITHHELD if hides else "",
            )
        ]
    cohort, not_known = found[EVERYBODY].get("") or _NONE
    return [
        reporting.panels.lapses.if_nothing_is_confirmed(
            reporting.panels.lapses.by_month(found[LAPSES], suppression=protection),
            not_known=int(not_known.count),
            cohort=int(cohort.count),
            as_of=day.as_of,
        ),
        reporting.panels.lapses.by_place(
            found[LAPSES],
            name_of=actions.institutions.place_names.names_of(
                {group.rpartition(BETWEEN)[0] for group in found[LAPSES]},
                day.as_of,
                within=scope(),
            ),
            as_of=day.as_of,
        ),
    ]
