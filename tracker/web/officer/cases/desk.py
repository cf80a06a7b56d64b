"""The cases of the authority, those with the least time left first."""

from collections.abc import Callable
from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.work import work_kinds
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.clock import start_of
from tracker.store.work.items import Item, Selection
from tracker.web.acting import today
from tracker.web.guard import me, requires, scope
from tracker.web.look import counts
from tracker.web.look.listing import Listing
from tracker.web.officer import bp
from tracker.web.officer.cases.rows import CaseRow, may_open, presses, rows

_CLOSED = "closed"
#: Each pill of the list: its words, and which open cases it shows.
_PILLS: dict[str, tuple[str, Callable[[CaseRow], bool]]] = {
    "": ("Open", lambda row: True),
    "mine": ("With me", lambda row: row.is_mine),
    "soon": ("Within 5 days", lambda row: row.presses),
    "paused": ("Paused", lambda row: row.case.paused_since is not None),
}


#: Other work of sharing is shown this long before it is due.
_AHEAD = timedelta(days=30)
_MOST = 20


def _also_due() -> list[tuple[str, str, Item]]:
    """The work of sharing that is no case, such as an agreement to review: its title,
    the address where it is done, and the item, the earliest due first.
    """
    kinds = [
        name
        for name in work_kinds.open_to(me())
        if name != "case"
        and work_kinds.KINDS[name].permission is Permission.SEE_SHARING
    ]
    waiting = Selection(work_kinds.queries(kinds, within=scope()), today()).page(
        limit=_MOST
    )
    return [
        (kind.title, url_for(kind.endpoint, **kind.values(each)), each)
        for each in waiting
        if each.due is None or each.due <= today() + _AHEAD
        if (kind := work_kinds.KINDS[each.kind])
    ]


def how_many() -> int:
    """How many cases are due within five days, or late."""
    found = store.law.cases.open_ones(within=scope())
    return sum(presses(case, today()) for case in found)


@bp.get("/cases")
@requires(Permission.SEE_SHARING)
def cases() -> ResponseReturnValue:
    show, words = request.args.get("show", ""), request.args.get("q", "")[:100]
    found = store.law.cases.search(words, within=scope()) if words.strip() else None
    if found is not None and len(found) == 1:
        return redirect(url_for("officer.case", number=found[0].id))
    open_rows = rows(store.law.cases.open_ones(within=scope()))
    counts.remember("officer.cases", sum(each.presses for each in open_rows))
    this_year = start_of(today().replace(month=1, day=1))
    closed = store.law.cases.closed_since(this_year, within=scope())
    if found is not None:
        shown = rows(found)
    elif show == _CLOSED:
        shown = rows(closed)
    else:
        _, fits = _PILLS.get(show, _PILLS[""])
        shown = [each for each in open_rows if fits(each)]
    return render_template(
        "officer/cases/list.html",
        listing=Listing(
            shown,
            keys={
                "kind": lambda row: row.case.of.title,
                "received": lambda row: row.case.received_at,
                "left": lambda row: row.case.due_at,
                "next": lambda row: row.next,
                "holder": lambda row: row.holder,
            },
            first=None if show == _CLOSED or found is not None else "left",
        ),
        pills=[
            (words_, key, sum(fits(each) for each in open_rows))
            for key, (words_, fits) in _PILLS.items()
        ]
        + [("Closed this year", _CLOSED, len(closed))],
        show=show if found is None else None,
        words=words,
        may_open=any(may_open(kind) for kind in KINDS.values()),
        also_due=_also_due() if not show and found is None else [],
        today=today(),
    )
