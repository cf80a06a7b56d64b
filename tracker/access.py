"""Permissions, roles and scopes: what users may do, and whose records they see."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """The young people that a user may see. Others are not found.

    ``authorities`` are local authority codes. ``leavers_of`` narrows it to leavers of
    these institutions (keys), for users who work there.
    """

    authorities: frozenset[str]
    leavers_of: frozenset[str] | None = None


def authority_scope(authority: str) -> Scope:
    """The scope of all young people of one authority."""
    return Scope(authorities=frozenset((authority,)))


class Permission(StrEnum):
    """A word for something that a user may do; every page requires one.

    ``means`` is what it allows, for a colleague who has to explain it to the
    information officer.
    """

    means: str

    def __new__(cls, value: str, means: str) -> Self:
        made = str.__new__(cls, value)
        made._value_, made.means = value, means
        return made

    SEE_OWN_ACCOUNT = "see own account", "See their own account and sign out of it."
    SEE_PEOPLE = (
        "see people",
        "Find any young person of the authority and open the whole record. "
        "Each opening is recorded.",
    )
    SEE_CASELOAD = "see caseload", "See the team's caseloads, and have one."
    SEE_WORK = (
        "see work",
        "See the work that waits, open tasks and mark them as done.",
    )
    RECORD_CONTACT = "record contact", "Record a call, a visit or a message."
    UPDATE_STATUS = "update status", "Update what a young person is doing now."
    ADD_PEOPLE = "add people", "Add a young person who is not known yet."
    HAND_OVER = (
        "hand over",
        "Share out young people between advisers, and arrange cover.",
    )
    SEE_LEAVERS = (
        "see leavers",
        "See where the leavers of a school or college are; school and college "
        "users see only their own.",
    )
    SEE_RESTRICTED_CONTACTS = (
        "see restricted contacts",
        "See contacts that their author restricted to team leaders.",
    )
    CORRECT_LEAVER = "correct leaver", "Report to the data team where a leaver is."
    SEND_LIST = "send list", "Send the lists of their school or college."
    SEE_FIGURES = (
        "see figures",
        "See the dashboard. Who is behind a figure is shown only to those who "
        "can also see people.",
    )
    SEE_REPORTS = "see reports", "See and download the reports."
    IMPORT_FILES = (
        "import files",
        "Import files, check what they would do, apply them and withdraw them.",
    )
    MATCH_ROWS = "match rows", "Decide who a doubtful line of a file is about."
    MERGE_PEOPLE = (
        "merge people",
        "Merge records of one young person, and separate them.",
    )
    SEAL_IDENTITY = (
        "seal identity",
        "Seal a former identity of a young person, and see it.",
    )
    SEE_RETURN = "see return", "See the monthly return, its issues and what changed."
    PREPARE_RETURN = (
        "prepare return",
        "Take the snapshot of a month, download the file and mark it as sent.",
    )
    SIGN_OFF_RETURN = "sign off return", "Sign off the monthly return."
    MANAGE_USERS = "manage users", "Invite, change and close accounts."
    CHANGE_SETTINGS = "change settings", "Change the settings of the authority."
    SEE_WHAT_HAPPENED = (
        "see what happened",
        "See who did what and when, without young people's names.",
    )


@dataclass(frozen=True, slots=True)
class Role:
    """A set of permissions with a name, in words that an auditor can read.

    ``of_institution`` means that its holders work at a school or college and see only
    its own leavers.
    """

    value: str
    title: str
    description: str
    permissions: frozenset[Permission]
    of_institution: bool = False


def _role(
    title: str, description: str, *permissions: Permission, of_institution: bool = False
) -> Role:
    return Role(
        value=title.lower().replace(" ", "-"),
        title=title,
        description=description,
        permissions=frozenset((Permission.SEE_OWN_ACCOUNT, *permissions)),
        of_institution=of_institution,
    )


_P = Permission
_ADVISER = (
    _P.SEE_PEOPLE,
    _P.SEE_CASELOAD,
    _P.SEE_WORK,
    _P.RECORD_CONTACT,
    _P.UPDATE_STATUS,
    _P.ADD_PEOPLE,
)
_FIGURES = (_P.SEE_FIGURES, _P.SEE_REPORTS)
_DATA = (
    _P.IMPORT_FILES,
    _P.MATCH_ROWS,
    _P.MERGE_PEOPLE,
    _P.SEE_RETURN,
    _P.PREPARE_RETURN,
)

ADVISER = _role(
    "Adviser",
    "Works with young people: their contacts, where they are, what comes next.",
    *_ADVISER,
)
TEAM_LEADER = _role(
    "Team leader",
    "An adviser who also shares out the work of the team and seals former identities.",
    *_ADVISER,
    _P.HAND_OVER,
    _P.SEE_RESTRICTED_CONTACTS,
    _P.SEAL_IDENTITY,
    *_FIGURES,
)
DATA_MANAGER = _role(
    "Data manager",
    "Imports files, decides doubtful matches and prepares the return.",
    *_ADVISER,
    _P.HAND_OVER,
    *_FIGURES,
    *_DATA,
    _P.SEE_LEAVERS,
)
MANAGER = _role(
    "Manager",
    "Sees the figures with the people behind them, and signs off the return.",
    _P.SEE_PEOPLE,
    *_FIGURES,
    _P.SEE_LEAVERS,
    _P.SEE_RETURN,
    _P.SIGN_OFF_RETURN,
)
SCHOOL_USER = _role(
    "School user",
    "Sees where the school's own leavers are, corrects them and sends its lists.",
    _P.SEE_LEAVERS,
    _P.CORRECT_LEAVER,
    _P.SEND_LIST,
    of_institution=True,
)
COLLEGE_USER = _role(
    "College user",
    "Sends the college's lists, and sees where its own leavers are.",
    _P.SEE_LEAVERS,
    _P.CORRECT_LEAVER,
    _P.SEND_LIST,
    of_institution=True,
)
AUDITOR = _role(
    "Auditor",
    "Sees what happened and the figures, but changes nothing.",
    _P.SEE_WHAT_HAPPENED,
    *_FIGURES,
)
ADMINISTRATOR = _role(
    "Administrator",
    "Looks after users and settings, but sees no young people.",
    _P.MANAGE_USERS,
    _P.CHANGE_SETTINGS,
    _P.SEE_WHAT_HAPPENED,
)

ROLES: dict[str, Role] = {
    role.value: role
    for role in (
        ADVISER,
        TEAM_LEADER,
        DATA_MANAGER,
        MANAGER,
        SCHOOL_USER,
        COLLEGE_USER,
        AUDITOR,
        ADMINISTRATOR,
    )
}
