"""Permissions, roles and scopes: what users may do, and whose records they see."""

from dataclasses import dataclass
from enum import StrEnum


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
    """A word for something that a user may do; every page requires one."""

    SEE_OWN_ACCOUNT = "see own account"
    SEE_PEOPLE = "see people"
    SEE_CASELOAD = "see caseload"
    RECORD_CONTACT = "record contact"
    UPDATE_STATUS = "update status"
    ADD_PEOPLE = "add people"
    HAND_OVER = "hand over"
    SEE_LEAVERS = "see leavers"
    CORRECT_LEAVER = "correct leaver"
    SEND_LIST = "send list"
    SEE_FIGURES = "see figures"
    SEE_REPORTS = "see reports"
    IMPORT_FILES = "import files"
    MATCH_ROWS = "match rows"
    MERGE_PEOPLE = "merge people"
    SEAL_IDENTITY = "seal identity"
    SEE_RETURN = "see return"
    PREPARE_RETURN = "prepare return"
    SIGN_OFF_RETURN = "sign off return"
    MANAGE_USERS = "manage users"
    CHANGE_SETTINGS = "change settings"
    SEE_WHAT_HAPPENED = "see what happened"


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
