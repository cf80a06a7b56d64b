"""The team's work in figures: caseloads, and time since contact."""

from dataclasses import dataclass
from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.access import Permission
from tracker.domain.disclosure import Cell
from tracker.domain.measures import ALL, HEADLINES
from tracker.reporting import workloads as panels
from tracker.reporting.divided import OPEN
from tracker.reporting.panel import Panel
from tracker.store import caseload_rows, caseloads, contact_times
from tracker.web.clock import today
from tracker.web.guard import requires, scope
from tracker.web.management import asked as days
from tracker.web.management import bp, protected
from tracker.web.management.asked import Asked

#: Who became NEET within so many days is judged by when they were contacted first.
_LATELY = timedelta(days=92)
_MEASURES = {each.name: each for each in HEADLINES}


@dataclass(frozen=True, slots=True)
class Work:
    """Caseloads, time since contact, and how soon the newly NEET were contacted."""

    caseloads: Panel
    contacts: Panel
    became: Cell
    in_time: Cell
    in_time_percent: Cell

    @property
    def panels(self) -> list[Panel]:
        return [self.contacts, self.caseloads]


@bp.get("/dashboard/caseloads")
@requires(Permission.SEE_FIGURES)
def figures_caseloads() -> ResponseReturnValue:
    day = days.asked()
    ready = days.ready(day)
    if not ready.made:
        return days.waiting(day, ready.task)
    return render_template(
        "management/caseloads.html",
        day=day,
        task=ready.task,
        shown=work(day),
        soon=panels.SOON,
    )


def work(day: Asked) -> Work:
    protection = days.protection()
    neet, not_known = (
        contact_times.times(
            day.as_of,
            within=scope(),
            mask=ALL.mask(_MEASURES[name], counting=True),
            bands=panels.BANDS,
            soon=panels.SOON,
            lately=_LATELY,
        )
        for name in ("neet", "not_known")
    )
    shown = protected.days([day.as_of]).get(day.as_of)
    in_time, in_time_percent = panels.in_time(neet.became, neet.in_time, protection)
    return Work(
        caseloads=_caseloads(day, whole=protection == OPEN),
        contacts=panels.contacts(
            [
                ("neet", "NEET", (*neet.ago, neet.never)),
                ("not_known", "Not known", (*not_known.ago, not_known.never)),
            ],
            as_of=day.as_of,
            suppression=protection,
            hidden=[
                name
                for name in ("neet", "not_known")
                if shown is not None and not shown.counts_shown(name)
            ],
        ),
        became=protection.count(neet.became),
        in_time=in_time,
        in_time_percent=in_time_percent,
    )


def _caseloads(day: Asked, *, whole: bool) -> Panel:
    """Caseloads are those of now, whichever day the figures are of."""
    advisers = caseloads.advisers(within=scope())
    loads = caseload_rows.loads(
        today=today(), within=scope(), users=[each.id for each in advisers]
    )
    rows = [
        (each.name, load.people, load.overdue, load.never_contacted, load.longest_ago)
        for each in advisers
        if (load := loads.get(each.id)) is not None
    ]
    nobodys = caseload_rows.how_many_nobodys(day=day.as_of, within=scope())
    return panels.caseloads(rows, nobodys, today=today(), whole=whole)
