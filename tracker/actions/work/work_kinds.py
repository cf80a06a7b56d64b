"""The kinds of work: what each is called, who owns it, and where it is done.

A new kind is one line of ``work_kinds.csv``, and its query here if it has a table of
its own. See decision 0143.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker import store
from tracker.access import ROLES, Permission, Role, Scope
from tracker.domain.reference import tables
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
    rows: Callable[..., Any] | None
    role: Role
    values: Callable[[Item], Mapping[str, Any]]
    by_user: bool

    def users(self, owners: Owners | None) -> frozenset[int] | None:
        """The users whose items a query of this kind may be narrowed to, or None."""
        if not self.by_user or owners is None or self.role.value in owners.roles:
            return None
        return frozenset(owners.users)


#: The query of each kind with a table of its own.
_ROWS: Mapping[str, Callable[..., Any]] = {
    "case": store.law.cases.items,
    "follow-up": store.casework.follow_ups.items,
    "plan-action": store.casework.plans.action_items,
    "referral": store.casework.plans.referral_items,
    "plan-review": store.casework.plans.review_items,
    "place": store.casework.place_proposals.items,
    "out-of-area": store.intake.tray.items,
    "notice": store.leavers.notices.items,
    "correction": store.leavers.corrections.items,
    "file-question": store.intake.uploads.items,
    "failed-import": store.work.tasks.failed_files,
    "doubtful-line": store.people.doubtful_lines.items,
    "identity": store.people.identity_questions.items,
    "duplicate": store.people.duplicates.items,
    "correction-notice": store.law.disclosures.notice_items,
    "information-request": store.law.information_requests.items,
    "agreement-review": store.law.agreements.reviews,
}


def _plan_action(item: Item) -> Mapping[str, Any]:
    return {"number": item.person_id, "plan": item.other, "action": item.id}


#: What a page takes where it does not take the number of the item.
_VALUES: Mapping[str, Callable[[Item], Mapping[str, Any]]] = {
    "out-of-area": lambda item: {"lead": f"{item.id:03}"},
    "neighbour-list": lambda item: {"lead": item.institution.rpartition(":")[2]},
    "transfer-receipt": lambda item: {},
    "plan-action": _plan_action,
    "referral": _plan_action,
    "plan-review": lambda item: {"number": item.person_id, "plan": item.id},
    "place": lambda item: {"number": item.person_id, "proposal": item.id},
    "doubtful-line": lambda item: {"row": item.id},
    "account-review": lambda item: {},
    "disposal-due": lambda item: {},
    "restriction": lambda item: {"number": item.person_id},
    "duplicate": lambda item: {"person": item.id, "other": item.other},
}


def _number(item: Item) -> Mapping[str, Any]:
    return {"number": item.id}


def _kind(row: dict[str, str]) -> tuple[str, Kind]:
    return row["name"], Kind(
        title=row["title"],
        permission=Permission[row["permission"]],
        endpoint=row["endpoint"],
        role=ROLES[row["role"]],
        by_user=tables.YES_OR_NO[row["by user"]],
        rows=_ROWS.get(row["name"]),
        values=_VALUES.get(row["name"], _number),
    )


#: Each kind by its name in the database and in addresses, in the order of filters.
KINDS = dict(tables.read(Path(__file__).with_name("work_kinds.csv"), _kind))


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
        name: (kind.role.value, _query(name, within, kind.users(owners)))
        for name, kind in KINDS.items()
        if name in names
    }


@lru_cache(maxsize=1_000)
def _query(name: str, within: Scope, users: frozenset[int] | None) -> Any:
    """The rows of a kind. To compose all of them takes longer than to count them."""
    rows = KINDS[name].rows
    if rows is None:
        return store.people.person_items.items(name, within=within)
    return rows(within=within) if users is None else rows(within=within, users=users)
