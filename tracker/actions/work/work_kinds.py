"""The kinds of work: what each is called, who owns it, and where it is done.

A new kind is one declaration here. See decision 0143.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tracker import store
from tracker.access import DATA_MANAGER, TEAM_LEADER, Permission, Role, Scope
from tracker.store.accounts.users import User
from tracker.store.work.items import Item, Queries


def _number(item: Item) -> Mapping[str, Any]:
    return {"number": item.id}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work item.

    ``role`` owns the items that no user owns. ``rows`` is the query of a kind with a
    table of its own; the items of other kinds are rows of ``work_items``. An item is
    done on the page ``endpoint``, which takes ``values`` and requires ``permission``.
    """

    name: str
    title: str
    role: Role
    permission: Permission
    endpoint: str
    rows: Callable[..., Any] | None = None
    values: Callable[[Item], Mapping[str, Any]] = _number


KINDS: Mapping[str, Kind] = {
    each.name: each
    for each in (
        Kind(
            "follow-up",
            "Follow-up",
            TEAM_LEADER,
            Permission.RECORD_CONTACT,
            "adviser.contact",
            store.casework.follow_ups.items,
        ),
        Kind("task", "Task", TEAM_LEADER, Permission.SEE_WORK, "data_team.work_item"),
        Kind(
            "out-of-area",
            "Lines to pass on",
            DATA_MANAGER,
            Permission.IMPORT_FILES,
            "data_team.import_tray_lines",
            store.intake.tray.items,
            lambda item: {"lead": f"{item.id:03}"},
        ),
        Kind(
            "notice",
            "Notice of leaving",
            DATA_MANAGER,
            Permission.MATCH_ROWS,
            "data_team.match_notice",
            store.leavers.notices.items,
        ),
        Kind(
            "correction",
            "Correction",
            DATA_MANAGER,
            Permission.MATCH_ROWS,
            "data_team.match_correction",
            store.leavers.corrections.items,
        ),
        Kind(
            "file-question",
            "Question about a file",
            DATA_MANAGER,
            Permission.IMPORT_FILES,
            "data_team.import_new",
            store.intake.uploads.items,
        ),
        Kind(
            "failed-import",
            "Failed import",
            DATA_MANAGER,
            Permission.IMPORT_FILES,
            "data_team.import_taking",
            store.work.tasks.failed_files,
        ),
        Kind(
            "doubtful-line",
            "Doubtful line",
            DATA_MANAGER,
            Permission.MATCH_ROWS,
            "data_team.match_row",
            store.people.doubtful_lines.items,
            lambda item: {"row": item.id},
        ),
        Kind(
            "identity",
            "Name, date or home",
            DATA_MANAGER,
            Permission.MATCH_ROWS,
            "data_team.match_identity",
            store.people.identity_questions.items,
        ),
        Kind(
            "duplicate",
            "Possible duplicate",
            DATA_MANAGER,
            Permission.MERGE_PEOPLE,
            "data_team.duplicate_pair",
            store.people.duplicates.items,
            lambda item: {"person": item.id, "other": item.other},
        ),
    )
}


def open_to(user: User) -> list[str]:
    """The kinds that a user may do; none for a user of a school or college."""
    if user.scope.leavers_of is not None:
        return []
    return [each.name for each in KINDS.values() if user.may(each.permission)]


def queries(names: Collection[str], *, within: Scope) -> Queries:
    """The rows of these kinds, for the lists and counts of the store."""
    return {
        name: kind.rows(within=within)
        if kind.rows is not None
        else store.people.person_items.items(name, within=within)
        for name, kind in KINDS.items()
        if name in names
    }
