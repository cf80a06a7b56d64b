"""The documents of a young person: listed on their page, and sent to be kept.

Who may read the notes of their contacts may read them.
"""

from flask import g
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.store.accounts.audit import Action
from tracker.store.casework.kept_documents.moved_documents import Listed
from tracker.store.casework.record_parts import Part
from tracker.web.acting import act
from tracker.web.adviser import bp
from tracker.web.attachments import kept_file
from tracker.web.guard import found, may, may_see_contact, requires, standing_person


def readable(person: int, parts: frozenset[Part]) -> list[Listed]:
    """The documents of a person that the user may read, the newest first."""
    if Part.DOCUMENT not in parts or not may(Permission.SEE_CASELOAD):
        return []
    every = store.casework.kept_documents.moved_documents.of(person)
    return [each for each in every if may_see_contact(each)]


@bp.get("/people/<int:number>/documents/<int:document>")
@requires(Permission.SEE_CASELOAD, offered_on="adviser.person")
def person_document(number: int, document: int) -> ResponseReturnValue:
    """A document as it was moved in. The browser keeps it and never shows it."""
    person = standing_person(number)
    documents = store.casework.kept_documents
    of_person = found(documents.moved_documents.of_person(document, person.id))
    wanted = found(of_person if may_see_contact(of_person) else None)
    content = documents.document_files.content(wanted.row)
    act().note_alone(
        Action.DOCUMENT_DOWNLOADED,
        f"person {person.id}",
        people=[person.id],
        document=wanted.id,
        why=g.get("why") or "document of the young person",
    )
    return kept_file(wanted.name, wanted.media_type, content)
