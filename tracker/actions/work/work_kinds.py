"""The kinds of work: what each is called, who owns it, and where it is done.

A new kind is one declaration here. See decision 0143.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tracker import store
from tracker.access import DATA_MANAGER, TEAM_LEADER, Permission, Role, Scope
from tracker.store.accounts.users import User
from tracker.store.work.items import Item, Owners


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work item.

    An item is done on the page ``endpoint``, which requires ``permission`` and takes
    ``values``. ``rows`` is the query of a kind with a table of its own; the items of
    other kinds are rows of ``work_items``. ``role`` owns the items that no user owns.
    If ``by_user``, the rows of some users are found faster than all.
    """

    title: str
    permission: Permission
    endpoint: str
    rows: Callable[..., Any] | None = None
    role: Role = DATA_MANAGER
    values: Callable[[Item], Mapping[str, Any]] = lambda item: {"number": item.id}
    by_user: bool = False

    def query(self, name: str, within: Scope, owners: Owners | None) -> Any:
        """The rows of this kind; of a kind ``by_user`` those of ``owners`` alone."""
        if self.rows is None:
            return store.people.person_items.items(name, within=within)
        if self.by_user and owners is not None and self.role.value not in owners.roles:
            return self.rows(within=within, users=owners.users)
        return self.rows(within=within)


#: Each kind by its name in the database and in addresses, in the order of filters.
KINDS: Mapping[str, Kind] = {
    "follow-up": Kind(
        "Follow-up",
        Permission.RECORD_CONTACT,
        "adviser.contact",
        store.casework.follow_ups.items,
        TEAM_LEADER,
        by_user=True,
    ),
    "task": Kind("Task", Permission.SEE_WORK, "data_team.work_item", role=TEAM_LEADER),
    "out-of-area": Kind(
        "Lines to pass on",
        Permission.IMPORT_FILES,
        "data_team.import_tray_lines",
        store.intake.tray.items,
        values=lambda item: {"lead": f"{item.id:03}"},
    ),
    "notice": Kind(
        "Notice of leaving",
        Permission.MATCH_ROWS,
        "data_team.match_notice",
        store.leavers.notices.items,
    ),
    "correction": Kind(
        "Correction",
        Permission.MATCH_ROWS,
        "data_team.match_correction",
        store.leavers.corrections.items,
    ),
    "file-question": Kind(
        "Question about a file",
        Permission.IMPORT_FILES,
        "data_team.import_new",
        store.intake.uploads.items,
    ),
    "failed-import": Kind(
        "Failed import",
        Permission.IMPORT_FILES,
        "data_team.import_taking",
        store.work.tasks.failed_files,
    ),
    "doubtful-line": Kind(
        "Doubtful line",
        Permission.MATCH_ROWS,
        "data_team.match_row",
        store.people.doubtful_lines.items,
        values=lambda item: {"row": item.id},
    ),
    "identity": Kind(
        "Name, date or home",
        Permission.MATCH_ROWS,
        "data_team.match_identity",
        store.people.identity_questions.items,
    ),
    "duplicate": Kind(
        "Possible duplicate",
        Permission.MERGE_PEOPLE,
        "data_team.duplicate_pair",
        store.people.duplicates.items,
        values=lambda item: {"person": item.id, "other": item.other},
    ),
}


def open_to(user: User) -> list[str]:
    """The kinds that a user may do; none for a user of a school or college."""
    if user.scope.leavers_of is not None:
        return []
    return [name for name, kind in KINDS.items() if user.may(kind.permission)]


def queries(
    names: Collection[str], *, within: Scope, owners: Owners | None = None
) -> Mapping[str, tuple[str, Any]]:
    """The role and the rows of each of these kinds, for a selection of the store.

    ``owners`` may narrow the rows; the selection has to be for the same owners.
    """
    return {
        name: (kind.role.value, kind.query(name, within, owners))
        for name, kind in KINDS.items()
        if name in names
    }
