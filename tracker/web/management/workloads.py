"""The team's work in figures: caseloads, and time since contact."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import reporting, store
from tracker.access import Permission
from tracker.domain.casework.contact_bands import BECAME, CONTACTED, IN_TIME
from tracker.domain.figures.disclosure import Cell
from tracker.domain.figures.measures import ALL, BY_NAME
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.panel import Panel
from tracker.web.acting import today
from tracker.web.adviser import narrowing
from tracker.web.guard import may, requires, scope
from tracker.web.management import bp, chosen_day, protected
from tracker.web.management.chosen_day import ChosenDay


@dataclass(frozen=True, slots=True)
class Work:
    """Caseloads, time since contact, and how soon the newly NEET were contacted.

    ``unassigned`` are NEET or not known and in no caseload; None if it is hidden.
    """

    caseloads: Panel
    unassigned: int | None
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
    day = chosen_day.chosen()
    task = chosen_day.wait_for_figures(day)
    return render_template(
        "management/caseloads.html",
        day=day,
        task=task,
        shown=work(day),
        titles={"in_time": IN_TIME, "became": BECAME},
        newly={
            name: {"measure": "neet", "breakdown": CONTACTED, "group": group}
            for name, group in (("in_time", IN_TIME), ("became", BECAME))
        },
        caseload_address=caseload_address,
        unassigned_address=url_for(
            "adviser.caseload_unallocated"
            if may(Permission.HAND_OVER)
            else "management.list_unassigned"
        ),
    )


def caseload_address(opens: Mapping[str, str]) -> str:
    """The address of the young people behind a number in the table of caseloads.

    A user who may hand over is led to the page where that is done.
    """
    some, number = opens["measure"], opens.get("group")
    if (
        some == reporting.panels.workloads.PEOPLE
        and number
        and may(Permission.HAND_OVER)
    ):
        return url_for("adviser.caseload", number=number)
    only = None if some == reporting.panels.workloads.PEOPLE else some
    return url_for("management.list_caseloads", of=number, only=only)


def work(day: ChosenDay) -> Work:
    protection = chosen_day.protection()
    neet, not_known = (
        store.figures.contact_times.times(
            day.as_of,
            within=scope(),
            mask=ALL.mask(BY_NAME[name], counting=True),
            sealed=chosen_day.counts_sealed(),
        )
        for name in ("neet", "not_known")
    )
    shown = protected.days([day.as_of]).get(day.as_of)
    in_time, in_time_percent = reporting.panels.workloads.in_time(
        neet.became, neet.in_time, protection
    )
    whole = protection == OPEN
    return Work(
        caseloads=_caseloads(whole=whole),
        unassigned=store.casework.caseload_rows.count_unallocated(
            day=narrowing.newest_day(), within=scope()
        )
        if whole
        else None,
        contacts=reporting.panels.workloads.contacts(
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


def _caseloads(*, whole: bool) -> Panel:
    """The caseloads of today, whichever day the figures are of."""
    advisers = store.casework.caseloads.advisers(within=scope())
    loads = store.casework.caseload_rows.loads(
        today=today(), within=scope(), users=[each.id for each in advisers]
    )
    rows = [
        (
            each.id,
            each.name,
            (load.people, load.overdue, load.never_contacted),
            load.longest_ago,
        )
        for each in advisers
        if (load := loads.get(each.id)) is not None
    ]
    return reporting.panels.workloads.caseloads(rows, today=today(), whole=whole)
