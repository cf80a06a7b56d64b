"""The menu of each user: the pages that their permissions open."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from tracker.access import Permission
from tracker.web import guard
from tracker.web.adviser import my_day
from tracker.web.data_team import work
from tracker.web.data_team.matching import queue
from tracker.web.look import counts


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu; it is lit on endpoints that begin with one of ``within``.

    ``count`` is how many wait on its page, by the function that the page uses.
    """

    text: str
    endpoint: str
    within: tuple[str, ...] = ()
    count: Callable[[], int] | None = None


#: In the order of the menu; a user sees only the pages that they may open.
MENU: tuple[Item, ...] = (
    Item(
        "My day",
        "adviser.my_day",
        ("adviser.follow_up", "adviser.session", "adviser.bulk"),
        my_day.how_many,
    ),
    Item("Work", "data_team.work_mine", ("data_team.work",), work.how_many),
    Item("My caseload", "adviser.caseload_mine"),
    Item(
        "Find",
        "adviser.find",
        ("adviser.person", "adviser.add", "adviser.contact", "adviser.status"),
    ),
    Item("Caseloads", "adviser.caseloads", ("adviser.caseload",)),
    Item("Imports", "data_team.imports", ("data_team.import", "data_team.senders")),
    Item(
        "Matching",
        "data_team.matching",
        ("data_team.match", "data_team.duplicate"),
        queue.how_many,
    ),
    Item("Return", "data_team.returns", ("data_team.return",)),
    Item("Leavers", "school.leavers", ("school.leaver", "school.correct")),
    Item("Send a list", "school.lists", ("school.list", "school.withdrawal")),
    Item("Dashboard", "management.dashboard", ("management.figure", "management.list")),
    Item("Reports", "management.reports", ("management.report",)),
    Item("Users", "admin.users", ("admin.user",)),
    Item("Institutions", "admin.institutions", ("admin.institution",)),
    Item("Settings", "admin.settings", ("admin.setting",)),
    Item("What happened", "admin.happened", ("admin.happened",)),
)

#: The first page after sign-in: the first of these that the user may open.
_FIRST_PAGES: tuple[tuple[Permission, str], ...] = (
    (Permission.IMPORT_FILES, "data_team.imports"),
    (Permission.SEE_CASELOAD, "adviser.my_day"),
    (Permission.SEE_FIGURES, "management.dashboard"),
    (Permission.SEE_LEAVERS, "school.leavers"),
    (Permission.MANAGE_USERS, "admin.users"),
)


def _menu() -> list[dict[str, object]]:
    """The entries of the menu that this user may open."""
    if not current_user.is_authenticated:
        return []
    shown = []
    here = request.endpoint or ""
    is_an_entry = any(item.endpoint == here for item in MENU)
    for item in MENU:
        if item.endpoint not in current_app.view_functions:
            continue
        wanted = guard.needs(current_app, item.endpoint)
        if isinstance(wanted, Permission) and guard.may(wanted):
            shown.append(
                {
                    "text": item.text,
                    "href": url_for(item.endpoint),
                    "current": here == item.endpoint,
                    "active": not is_an_entry and here.startswith(item.within),
                    "count": counts.of(item.endpoint, item.count) if item.count else 0,
                }
            )
    return shown


def home() -> str:
    """The first page of the signed-in user."""
    for permission, endpoint in _FIRST_PAGES:
        if guard.may(permission) and endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("account.mine")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["menu"] = _menu
    app.jinja_env.globals["home"] = home
