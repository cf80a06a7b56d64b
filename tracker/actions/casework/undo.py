"""Which entries are taken back where people's own entries are listed, and by whom.

A school's correction, a notice, a contact, a group session, a withheld name: each is
taken back by the page that made it, which knows what else goes with it and who may.

See decision 0089.
"""

from collections.abc import Collection
from datetime import date, datetime
from types import MappingProxyType

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.casework import contacts, status
from tracker.actions.history import evidence
from tracker.actions.history.evidence import NotWithdrawable
from tracker.actions.people import adding, deaths
from tracker.domain.history.identity.identity_statements import (
    DECIDED,
    DOCUMENTS,
    SEALED,
)
from tracker.store.history.evidence import Entry

#: What taking back asks for, by the source of the entry.
_PERMISSIONS = MappingProxyType(
    {
        adding.SOURCE: Permission.ADD_PEOPLE,
        deaths.SOURCE: Permission.UPDATE_STATUS,
        DECIDED: Permission.MATCH_ROWS,
        DOCUMENTS: Permission.MATCH_ROWS,
        SEALED: Permission.SEAL_IDENTITY,
    }
)


def permission_of(entry: Entry) -> Permission | None:
    """The permission that taking an entry back asks for; None where that is done by a
    page of its own.
    """
    if entry.batch_id is not None:
        return None
    if entry.source.startswith(status.SOURCE):
        return Permission.UPDATE_STATUS
    if entry.source == contacts.SOURCE and not store.casework.entries.is_of_contact(
        entry.id
    ):
        return Permission.UPDATE_STATUS
    return _PERMISSIONS.get(entry.source)


def may_take_back(entry: Entry, permissions: Collection[Permission]) -> bool:
    """Whether a user with these permissions may take an entry back."""
    return permission_of(entry) in permissions


def withdraw(
    number: int,
    *,
    permissions: Collection[Permission],
    within: Scope,
    by: str,
    at: datetime,
    on: date,
) -> set[int]:
    """Takes an entry back; returns whose history it touched.

    Raises NotWithdrawable, also where the user may not or where it has its own page.
    """
    entry = store.casework.entries.get(number, within=within)
    if entry is not None and not may_take_back(entry, permissions):
        raise NotWithdrawable(
            f"Entry {number} ({entry.source}) cannot be taken back here. It is taken "
            "back on the page where it was recorded."
        )
    return evidence.withdraw(number, within=within, by=by, at=at, on=on)
