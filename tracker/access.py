"""Permissions, roles and scopes: what users may do, and whose records they see."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from tracker.domain.reference.tables import YES_OR_NO, read


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


_FOLDER = Path(__file__).parent


def _meaning(line: dict[str, str]) -> tuple[str, tuple[str, frozenset[str]]]:
    """A permission, and what it means with the titles of the roles that have it."""
    name, means = line.pop("permission"), line.pop("means")
    return name, (means, frozenset(title for title in line if YES_OR_NO[line[title]]))


MEANINGS = dict(read(_FOLDER / "permissions.csv", _meaning))


class Permission(StrEnum):
    """A word for something that a user may do; every page requires one.

    ``means`` is what it allows, for a colleague who has to explain it to the
    information officer.
    """

    means: str

    def __new__(cls, value: str) -> Self:
        made = str.__new__(cls, value)
        made._value_, made.means = value, MEANINGS[value][0]
        return made

    SEE_OWN_ACCOUNT = "see own account"
    SEE_PEOPLE = "see people"
    SEE_CASELOAD = "see caseload"
    SEE_WORK = "see work"
    RECORD_CONTACT = "record contact"
    UPDATE_STATUS = "update status"
    ADD_PEOPLE = "add people"
    HAND_OVER = "hand over"
    SEE_LEAVERS = "see leavers"
    SEE_OWN_PUPILS = "see own pupils"
    SEE_STUDENT_SUPPORT = "see student support"
    SEE_EXPECTED = "see expected"
    SEE_RESTRICTED_CONTACTS = "see restricted contacts"
    CORRECT_LEAVER = "correct leaver"
    SEND_LIST = "send list"
    SEE_FIGURES = "see figures"
    SEE_REPORTS = "see reports"
    PLAN_IMPROVEMENT = "plan improvement"
    IMPORT_FILES = "import files"
    SEE_SENDERS = "see senders"
    MATCH_ROWS = "match rows"
    MERGE_PEOPLE = "merge people"
    SEAL_IDENTITY = "seal identity"
    OPEN_SEALED = "open sealed"
    SEE_SEALED = "see sealed"
    SEE_RETURN = "see return"
    PREPARE_RETURN = "prepare return"
    SIGN_OFF_RETURN = "sign off return"
    MANAGE_USERS = "manage users"
    CONFIRM_ACCOUNTS = "confirm accounts"
    CHANGE_SETTINGS = "change settings"
    SEE_WHAT_HAPPENED = "see what happened"
    SHARE_LISTS = "share lists"
    SEE_SHARING = "see sharing"
    WORK_CASES = "work cases"
    DECIDE_SHARING = "decide sharing"
    GUARD_CONFIDENTIALITY = "guard confidentiality"
    RECORD_RESTRICTIONS = "record restrictions"


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


def _role(line: dict[str, str]) -> Role:
    title = line["title"]
    return Role(
        value=title.lower().replace(" ", "-"),
        title=title,
        description=line["description"],
        permissions=frozenset(p for p in Permission if title in MEANINGS[p][1]),
        of_institution=YES_OR_NO[line["of institution"]],
    )


ROLES = {role.value: role for role in read(_FOLDER / "roles.csv", _role)}
TEAM_LEADER, DATA_MANAGER = ROLES["team-leader"], ROLES["data-manager"]
