"""The opening of a young person's record, noted in the audit at every view."""

from tracker import store
from tracker.actions.act import Act
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person


def note_opened(person: Person, *, act: Act) -> None:
    """Notes who opened a record, and when; nothing of its content."""
    with store.database.base.transaction():
        act.note(Action.PERSON_OPENED, f"person {person.id}")
