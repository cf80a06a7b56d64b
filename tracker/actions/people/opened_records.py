"""The opening of a young person's record, noted in the audit at every view."""

from datetime import datetime

from tracker import store
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person


def opened(person: Person, *, by: str, at: datetime) -> None:
    """Notes who opened a record, and when; nothing of its content."""
    with store.database.base.transaction():
        store.accounts.audit.write(
            authority=person.authority,
            at=at,
            by=by,
            action=Action.PERSON_OPENED,
            subject=f"person {person.id}",
        )
