"""The menu of each user: the pages that their permissions open."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from tracker.access import Permission
from tracker.domain.reference import tables
from tracker.web import guard
from tracker.web.adviser import my_day, rounds
from tracker.web.data_team import work
from tracker.web.data_team.matching import queue
from tracker.web.look import counts
from tracker.web.officer.cases import desk


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu; it is lit on endpoints that begin with one of ``within``.

    ``count`` is how many wait on its page, by the function that the page uses.
    """

    text: str
    endpoint: str
    within: tuple[str, ...]
    count: Callable[[], int] | None

    def holds(self, endpoint: str) -> bool:
        """Whether the page of an endpoint is within this entry."""
        return endpoint.startswith((self.endpoint, *self.within))


_COUNTS = {
    "adviser.my_day": my_day.how_many,
    "data_team.work_mine": work.how_many,
    "data_team.matching": queue.how_many,
    "officer.cases": desk.how_many,
}


def _item(row: dict[str, str]) -> Item:
    text, endpoint = row["text"], row["endpoint"]
    return Item(text, endpoint, tuple(row["within"].split()), _COUNTS.get(endpoint))


#: In the order of the menu; a user sees only the pages that they may open.
MENU = tables.read(Path(__file__).with_name("menu.csv"), _item)

#: The first page after sign-in: the first of these that the user may open.
_FIRST_PAGES = (
    "data_team.imports",
    "adviser.my_day",
    "officer.cases",
    "management.dashboard",
    "school.leavers",
    "admin.users",
)


def may_open(endpoint: str) -> bool:
    wanted = guard.needs(current_app, endpoint)
    return isinstance(wanted, Permission) and guard.may(wanted)


def _menu() -> list[dict[str, object]]:
    """The entries of the menu that this user may open."""
    if not current_user.is_authenticated:
        return []
    here = request.endpoint or ""
    is_an_entry = any(item.endpoint == here for item in MENU)
    # A record that was opened from a list is still within that list.
    part = rounds.list_of(request.args) or here
    return [
        {
            "text": item.text,
            "href": url_for(item.endpoint),
            "current": here == item.endpoint,
            "active": not is_an_entry and item.holds(part),
            "count": counts.of(item.endpoint, item.count) if item.count else 0,
        }
        for item in MENU
        if may_open(item.endpoint)
    ]


def home() -> str:
    """The first page of the signed-in user."""
    mine = (endpoint for endpoint in _FIRST_PAGES if may_open(endpoint))
    return url_for(next(mine, "account.mine"))


def init_app(app: Flask) -> None:
    app.jinja_env.globals["menu"] = _menu
    app.jinja_env.globals["may_open"] = may_open
    app.jinja_env.globals["home"] = home
