"""What each role may do, in words, and which pages a permission opens."""

import re
from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.access import ROLES, Permission
from tracker.web import guard
from tracker.web.admin import bp
from tracker.web.guard import requires

#: What each permission allows, for a colleague who has to explain it to the information
#: officer.
MEANS: dict[Permission, str] = {
    Permission.SEE_OWN_ACCOUNT: "See their own account and sign out of it.",
    Permission.SEE_PEOPLE: "Find any young person of the authority and open the whole "
    "record. Each opening is recorded.",
    Permission.SEE_CASELOAD: "See the team's caseloads, and have one.",
    Permission.RECORD_CONTACT: "Record a call, a visit or a message.",
    Permission.UPDATE_STATUS: "Update what a young person is doing now.",
    Permission.ADD_PEOPLE: "Add a young person who is not known yet.",
    Permission.HAND_OVER: "Share out young people between advisers, and arrange cover.",
    Permission.SEE_LEAVERS: "See where the leavers of a school or college are; school "
    "and college users see only their own.",
    Permission.CORRECT_LEAVER: "Report to the data team where a leaver is.",
    Permission.SEND_LIST: "Send the lists of their school or college.",
    Permission.SEE_FIGURES: "See the dashboard. Who is behind a figure is shown only "
    "to those who can also see people.",
    Permission.SEE_REPORTS: "See and download the reports.",
    Permission.IMPORT_FILES: "Import files, check what they would do, apply them and "
    "withdraw them.",
    Permission.MATCH_ROWS: "Decide who a doubtful line of a file is about.",
    Permission.MERGE_PEOPLE: "Merge records of one young person, and separate them.",
    Permission.SEAL_IDENTITY: "Seal a former identity of a young person, and see it.",
    Permission.SEE_RETURN: "See the monthly return, its issues and what changed.",
    Permission.PREPARE_RETURN: "Take the snapshot of a month, download the file and "
    "mark it as sent.",
    Permission.SIGN_OFF_RETURN: "Sign off the monthly return.",
    Permission.MANAGE_USERS: "Invite, change and close accounts.",
    Permission.CHANGE_SETTINGS: "Change the settings of the authority.",
    Permission.SEE_WHAT_HAPPENED: "See who did what and when, without young people's "
    "names.",
}

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
    return render_template(
        "admin/roles.html", roles=ROLES.values(), means=MEANS, opened=opened()
    )
