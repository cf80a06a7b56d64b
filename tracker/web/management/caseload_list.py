"""The list behind the numbers of caseloads: young people in one, in all, or in none.

It changes nothing: hand-overs are made on the pages of the caseloads.
"""

from collections.abc import Callable, Mapping

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.store.casework.caseload_rows import Only, Row
from tracker.web import paging
from tracker.web.acting import today
from tracker.web.adviser import narrowing
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.look.listing import MOST_ROWS
from tracker.web.management import bp


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
    names: dict[int | None, str] = {each.id: each.name for each in team.values()}

    read = (
        store.casework.caseload_rows.of_team
        if adviser is None
        else store.casework.caseload_rows.of_adviser
    )

    def rows(offset: int, limit: int) -> list[Row]:
        return read(
            chosen,
            day=narrowing.newest_day(),
            today=today(),
            within=scope(),
            only=only,
            offset=offset,
            limit=limit,
        )

    return _page(
        numbers[only], rows, names, adviser=adviser, only=only, numbers=numbers
    )


@bp.get("/figures/in-no-caseload")
@requires(Permission.SEE_PEOPLE)
def list_unassigned() -> ResponseReturnValue:
    """Young people who are NEET or not known and in no caseload."""
    day = narrowing.newest_day()

    def rows(offset: int, limit: int) -> list[Row]:
        return store.casework.caseload_rows.unallocated(
            day=day, today=today(), within=scope(), offset=offset, limit=limit
        )

    total = store.casework.caseload_rows.count_unallocated(day=day, within=scope())
    return _page(total, rows, {}, first=None, unassigned=True)


def _page(
    total: int,
    rows: Callable[[int, int], list[Row]],
    names: Mapping[int | None, str],
    first: str | None = "last",
    **more: object,
) -> str:
    """The page of a list: sorted and narrowed unless it is too long for that.

    ``rows`` reads some of them, from an offset.
    """
    page = paging.page(total)
    narrows = total <= MOST_ROWS
    found_ = rows(0, total) if narrows else rows(page.offset, page.rows)
    schools = narrowing.schools_of(found_)
    listing = narrowing.listing(
        found_, schools, today=today(), name_of_adviser=names.get, first=first
    )
    return render_template(
        "management/caseload_list.html",
        total=total,
        listing=listing if narrows else None,
        page=listing.page if narrows else page,
        rows=listing.rows if narrows else found_,
        schools=schools,
        names=names,
        today=today(),
        **more,
    )


def _only() -> Only | None:
    """The part of the list that the address names; an unknown one is not found."""
    part = request.args.get("only")
    if part is None:
        return None
    if part not in list(Only):
        abort(404)
    return Only(part)
