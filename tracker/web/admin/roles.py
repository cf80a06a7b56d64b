"""What each role may do, in words, and which pages a permission opens."""

import re
from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.access import ROLES, Permission
from tracker.web import guard
from tracker.web.admin import bp
from tracker.web.guard import requires

_PARAMETER = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that a permission opens: its address, and whether it also takes forms."""

    address: str
    reads: bool
    writes: bool


def opened() -> dict[Permission, list[Opened]]:
    """The pages that each permission opens, as the pages themselves declare it."""
    pages: dict[Permission, dict[str, set[str]]] = {each: {} for each in Permission}
    for rule in current_app.url_map.iter_rules():
        wanted = guard.needs(current_app, rule.endpoint)
        if isinstance(wanted, Permission):
            address = _PARAMETER.sub(r"(\1)", rule.rule)
            pages[wanted].setdefault(address, set()).update(rule.methods or ())
    return {
        permission: [
            Opened(address, "GET" in methods, "POST" in methods)
            for address, methods in sorted(found.items())
        ]
        for permission, found in pages.items()
    }


@bp.get("/users/roles", endpoint="user_roles")
@requires(Permission.MANAGE_USERS)
def roles() -> ResponseReturnValue:
    return render_template("admin/roles.html", roles=ROLES.values(), opened=opened())
