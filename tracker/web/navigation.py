"""What each user finds in the menu: the pages that their permissions open."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from tracker.access import Permission
from tracker.web import guard


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the menu. ``within`` are the blueprints or pages that light it."""

    text: str
    endpoint: str
    within: tuple[str, ...] = ()


#: In the order of the menu; whoever may not open the page does not see it.
MENU: tuple[Item, ...] = ()


def _menu() -> list[dict[str, object]]:
    """The menu of whoever is signed in, as the service navigation wants it."""
    if not current_user.is_authenticated:
        return []
    shown = []
    for item in MENU:
        wanted = guard.needs(current_app, item.endpoint)
        if isinstance(wanted, Permission) and guard.may(wanted):
            here = request.endpoint or ""
            shown.append(
                {
                    "text": item.text,
                    "href": url_for(item.endpoint),
                    "current": here == item.endpoint,
                    "active": here == item.endpoint or here.startswith(item.within),
                }
            )
    return shown


def home() -> str:
    """The page on which whoever is signed in begins: the first of their menu."""
    menu = _menu()
    return str(menu[0]["href"]) if menu else url_for("account.mine")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["menu"] = _menu
    app.jinja_env.globals["home"] = home
