"""Saved filters: above each list, and the forms that save and remove them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.work.saved_filters import NewFilter
from tracker.store.work.saved_filters import SavedFilter
from tracker.web import refusals
from tracker.web.account import bp
from tracker.web.acting import act
from tracker.web.front import incoming
from tracker.web.guard import found, may, me, needs, requires, scope
from tracker.web.look.listing import Listing


@dataclass(frozen=True, slots=True)
class Link:
    """A saved filter as a list links to it."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class SavedHere:
    """The saved filters of a list, and what its form saves.

    ``page`` is the path of the list, ``own_here`` the user's saved filter that is in
    force, and ``to_save`` the query string to save. ``leaves_out``: something was typed
    that is not saved.
    """

    page: str = ""
    links: Sequence[Link] = ()
    own_here: SavedFilter | None = None
    removable: SavedFilter | None = None
    to_save: str = ""
    leaves_out: bool = False


@bp.app_template_global()
def saved_filters(listing: Listing[Any]) -> SavedHere:
    """The saved filters of a list, for users who may see young people; else none."""
    if not may(Permission.SEE_PEOPLE):
        return SavedHere()
    to_save = listing.to_save
    rows = store.work.saved_filters.of_page(request.path, me().id, within=scope())
    here = [row.filter for row in rows if to_save and row.filter.filters == to_save]
    own = next((each for each in here if each.user_id == me().id), None)
    return SavedHere(
        page=request.path,
        links=[
            Link(
                row.filter.name
                if row.filter.user_id == me().id
                else f"{row.filter.name}, by {row.by}",
                _address(row.filter),
                row.filter in here,
            )
            for row in rows
        ],
        own_here=own,
        removable=own or (here[0] if here and may(Permission.HAND_OVER) else None),
        to_save=to_save,
        leaves_out=listing.leaves_out,
    )


@bp.post("/saved-filters")
@requires(Permission.SEE_PEOPLE)
def filter_save() -> ResponseReturnValue:
    given = request.form
    new = NewFilter(
        page=_own_page(given.get("page", "")),
        filters=_query(given.get("filters", "")),
        name=given.get("name", ""),
        shared=given.get("shared") == "yes",
        instead_of=incoming.number(given.get("instead_of", "")),
    )
    before = store.work.saved_filters.of_name(me().id, new.page, new.name)
    with refusals.flashed():
        saved = actions.work.saved_filters.save(new, user=me(), act=act())
        seen = "the whole team sees it" if saved.shared else "you alone see it"
        replaced = before is not None and before.id != new.instead_of
        more = " It replaces your filter of that name." if replaced else ""
        flash(f"Saved: {saved.name}; {seen}.{more}")
    return redirect(f"{new.page}?{new.filters}")


@bp.post("/saved-filters/<int:number>/remove")
@requires(Permission.SEE_PEOPLE)
def filter_remove(number: int) -> ResponseReturnValue:
    within = scope() if may(Permission.HAND_OVER) else None
    removed = found(actions.work.saved_filters.remove(number, user=me(), within=within))
    flash(f"Removed: {removed.name}. Save it again if that was a mistake.")
    return redirect(_address(removed))


def _query(text: str) -> str:
    """A query string in the one spelling in which lists compare it."""
    return urlencode(parse_qsl(text, keep_blank_values=True))


def _own_page(path: str) -> str:
    """The path of a page that the user may open; any other address is refused."""
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        abort(400)
    wanted = needs(current_app, endpoint)
    if not isinstance(wanted, Permission) or not may(wanted):
        abort(400)
    return url_for(endpoint, **values)


def _address(of: SavedFilter) -> str:
    return f"{of.page}?{of.filters}"
