"""Entries that users may withdraw from the list of entries, by their permissions.

A school's correction, a notice, a contact with what was learned in it, a group session
and a withheld name are withdrawn on the page that recorded them. That page knows what
else has to be withdrawn with them and who may do it. The contacts of a list of statuses
go with the list.
See decision 0089.
"""

from collections.abc import Collection

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.casework import contacts, status
from tracker.actions.history import evidence
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.questions.sixteenth_birthdays import Say, silent
from tracker.actions.law import restrictions
from tracker.actions.people import adding, deaths
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.entering import FORMS
from tracker.domain.history.identity.identity_statements import (
    DECIDED,
    DOCUMENTS,
    SEALED,
)
from tracker.refusal import Refusal
from tracker.store.history.evidence import Entry

#: The permission that withdrawing requires, by the source of the entry.
_PERMISSIONS = {
    adding.SOURCE: Permission.ADD_PEOPLE,
    deaths.SOURCE: Permission.UPDATE_STATUS,
    restrictions.SOURCE: Permission.RECORD_RESTRICTIONS,
    DECIDED: Permission.MATCH_ROWS,
    DOCUMENTS: Permission.MATCH_ROWS,
    SEALED: Permission.SEAL_IDENTITY,
}


def permission_of(entry: Entry) -> Permission | None:
    """The permission that withdrawing an entry requires. None for an entry of a batch,
    and for one that is withdrawn on another page.
    """
    if entry.batch_id is not None:
        return None
    change = grounds.change_of(entry.source)
    if change is not None and change.form in FORMS:
        return Permission(FORMS[change.form].changed_by[0])
    is_of_contact = store.casework.entries.is_of_contact
    if entry.source == contacts.SOURCE or entry.source.startswith(status.SOURCE):
        return None if is_of_contact(entry.id) else Permission.UPDATE_STATUS
    return _PERMISSIONS.get(entry.source)


def may_withdraw(entry: Entry, permissions: Collection[Permission]) -> bool:
    """Whether a user with these permissions may withdraw an entry."""
    return permission_of(entry) in permissions


def withdraw(
    number: int,
    *,
    permissions: Collection[Permission],
    within: Scope,
    act: Act,
    say: Say = silent,
) -> set[int]:
    """Withdraws an entry; returns the people whose history changed.

    ``say`` gets what an earlier date of birth makes of restrictions. Raises Refusal,
    also if the user lacks the permission or the entry is withdrawn on another page.
    """
    entry = store.casework.entries.get(number, within=within)
    if entry is not None and not may_withdraw(entry, permissions):
        raise Refusal(
            f"Entry {number} ({entry.source}) cannot be taken back here. It is taken "
            "back on the page where it was recorded."
        )
    if entry is not None and entry.source == restrictions.SOURCE:
        return restrictions.withdraw(number, within=within, act=act)
    of = store.casework.entries.records_of(number)
    with (
        store.people.records.changing(act.authority),
        late_restrictions.followed(of, within=within, act=act, say=say),
    ):
        return evidence.withdraw(number, within=within, act=act)
