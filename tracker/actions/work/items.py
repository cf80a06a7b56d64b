"""Work items of the kinds without a table of their own: opened, assigned, done, undone.

See decision 0143.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker import store
from tracker.access import ROLES, Scope
from tracker.actions.act import Act
from tracker.actions.work.work_kinds import KINDS
from tracker.domain.reference.codes import DIED
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.work.items import WorkItem

#: The longest reason, so that a list shows it whole.
LONGEST_WHY = 300


def open_item(
    kind: str,
    why: str,
    *,
    person: int | None = None,
    institution: str | None = None,
    owner: int | None = None,
    role: str = "",
    due: date | None = None,
    within: Scope,
    act: Act,
) -> int:
    """Opens an item and returns its number, or that of an open one just like it.

    ``role`` owns it if no user does; by default the role of its kind. Raises Refusal.
    """
    with store.database.base.transaction():
        return open_within(
            kind,
            why,
            person=person,
            institution=institution,
            owner=owner,
            role=role,
            due=due,
            within=within,
            act=act,
        )


def open_within(
    kind: str,
    why: str,
    *,
    person: int | None = None,
    institution: str | None = None,
    owner: int | None = None,
    role: str = "",
    due: date | None = None,
    within: Scope,
    act: Act,
) -> int:
    """As ``open_item``, inside the open transaction."""
    why = " ".join(why.split())
    if not why:
        raise Refusal("Enter what is to be done.", "why")
    if len(why) > LONGEST_WHY:
        raise Refusal(f"Enter {LONGEST_WHY} characters or fewer.", "why")
    if due is not None and due < act.on:
        raise Refusal("The day cannot be before today.", "due")
    item = WorkItem(
        authority=act.authority,
        kind=kind,
        person_id=_standing(person, within),
        institution=institution,
        why=why,
        due=due,
        opened_by=act.by,
        opened_at=act.at,
    )
    given_to = _give(item, owner, role, within)
    # A form sent twice at once opens one item.
    store.database.base.wait_for(f"work items of {act.authority}")
    if (same := store.work.items.alike(item)) is not None:
        return same.id
    store.database.base.insert(item)
    _note(act, Action.WORK_ITEM_OPENED, item, owner=given_to)
    return item.id


def assign(
    number: int,
    *,
    owner: int | None = None,
    role: str = "",
    within: Scope,
    act: Act,
) -> None:
    """Gives an open item to a user, or to everybody with a role. Raises Refusal."""
    with store.database.base.transaction():
        item = _locked(number, within)
        given_to = _give(item, owner, role, within)
        _note(act, Action.WORK_ITEM_ASSIGNED, item, owner=given_to)


def finish(number: int, *, within: Scope, act: Act) -> None:
    """Marks an item as done. Raises Refusal."""
    with store.database.base.transaction():
        finish_within([_locked(number, within)], act=act)


def finish_within(found: Iterable[WorkItem], *, act: Act) -> None:
    """Marks open items as done, inside the open transaction."""
    for item in found:
        item.done_by, item.done_at = act.by, act.at
        _note(act, Action.WORK_ITEM_DONE, item)


def undo(number: int, *, within: Scope, act: Act) -> None:
    """Opens an item that is done again. Raises Refusal."""
    with store.database.base.transaction():
        undo_within([_locked(number, within, done=True)], act=act)


def undo_within(found: Iterable[WorkItem], *, act: Act) -> None:
    """Opens items that are done again, inside the open transaction."""
    for item in found:
        item.done_by = item.done_at = None
        _note(act, Action.WORK_ITEM_REOPENED, item)


def _locked(number: int, within: Scope, *, done: bool = False) -> WorkItem:
    """The item with that number, which must be done or must still be to do."""
    item = store.work.items.lock(number, within=within)
    if item is None:
        raise Refusal(f"There is no work item {number}.")
    if done and item.done_at is None:
        raise Refusal("This is not done yet.")
    if not done and item.done_at is not None:
        raise Refusal(f"{item.done_by} has already done this.")
    return item


def _standing(person: int | None, within: Scope) -> int | None:
    """The number of the record that stays, for a young person on lists."""
    if person is None:
        return None
    found = store.people.records.get(person, within=within)
    if found is not None and found.merged_into is not None:
        found = store.people.records.get(found.merged_into, within=within)
    if found is None or not found.live or found.details.get("departure") == DIED:
        raise Refusal(f"There is no young person {person}.", "person")
    return found.id


def _give(item: WorkItem, owner: int | None, role: str, within: Scope) -> str:
    """Sets the owner: a user with an open account who may do it, or else a role.

    Returns the owner's name.
    """
    kind = KINDS[item.kind]
    item.owner_id, item.role = None, role or kind.role.value
    if item.role not in ROLES or kind.permission not in ROLES[item.role].permissions:
        raise Refusal("Select a role that can do this.", "owner")
    if owner is None:
        return ROLES[item.role].title
    user = store.accounts.users.get(owner, within=within)
    if user is None or user.closed_at is not None or not user.may(kind.permission):
        raise Refusal("Select a colleague who can do this.", "owner")
    item.owner_id = owner
    return user.name


def _note(act: Act, action: Action, item: WorkItem, **detail: Any) -> None:
    people = [item.person_id] if item.person_id is not None else ()
    title = KINDS[item.kind].title
    act.note(action, f"work item {item.id}", people=people, kind=title, **detail)
