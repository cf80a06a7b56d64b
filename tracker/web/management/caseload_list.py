"""The list behind the numbers of caseloads: young people in one, in all, or in none.

It changes nothing: hand-overs are made on the pages of the caseloads.
"""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.store.casework.caseload_rows import Only
from tracker.web import paging
from tracker.web.clock import today
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.management import bp
from tracker.web.management.workloads import newest_day


@bp.get("/figures/in-caseloads")
@requires(Permission.SEE_PEOPLE)
def list_caseloads() -> ResponseReturnValue:
    """One adviser's caseload, or all of them; the address may narrow it further."""
    only = _only()
    team = {each.id: each for each in store.casework.caseloads.advisers(within=scope())}
    loads = store.casework.caseload_rows.loads(
        today=today(), within=scope(), users=list(team)
    )
    of = request.args.get("of")
    adviser = found(team.get(incoming.number(of) or 0)) if of is not None else None
    chosen = [adviser.id] if adviser is not None else list(team)
    numbers = {
        some: sum(loads[each].only(some) for each in chosen if each in loads)
        for some in (None, *Only)
    }
    page = paging.page(numbers[only])
    return render_template(
        "management/caseload_list.html",
        adviser=adviser,
        only=only,
        numbers=numbers,
        names={each.id: each.name for each in team.values()},
        page=page,
        rows=store.casework.caseload_rows.of_adviser(
            chosen,
            day=newest_day(),
            today=today(),
            within=scope(),
            only=only,
            offset=page.offset,
            limit=page.rows,
        ),
        today=today(),
    )


@bp.get("/figures/in-no-caseload")
@requires(Permission.SEE_PEOPLE)
def list_unassigned() -> ResponseReturnValue:
    """Young people who are NEET or not known and in no caseload."""
    day = newest_day()
    page = paging.page(
        store.casework.caseload_rows.count_unallocated(day=day, within=scope())
    )
    return render_template(
        "management/caseload_list.html",
        unassigned=True,
        page=page,
        rows=store.casework.caseload_rows.unallocated(
            day=day,
            today=today(),
            within=scope(),
            offset=page.offset,
            limit=page.rows,
        ),
        today=today(),
    )


def _only() -> Only | None:
    """The part of the list that the address names; an unknown one is not found."""
    part = request.args.get("only")
    if part is None:
        return None
    if part not in list(Only):
        abort(404)
    return Only(part)
