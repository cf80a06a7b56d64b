"""The documents themselves, given beside a person's copy in one ZIP.

The copy lists them. Where an officer leaves out the name of a file, or words of it, the
file is left out too. See decisions 0178 and 0233.
"""

import io
import zipfile
from collections.abc import Iterable

from tracker import store
from tracker.actions.act import Act
from tracker.domain.law.subject_copy.held_rows import HeldSection
from tracker.domain.law.subject_copy.redacting import lacks_something
from tracker.store.accounts.audit import Action
from tracker.store.law.cases import Case

#: The rows of a copy that stand for files.
_FILES = "document_files"


def files(sections: Iterable[HeldSection]) -> list[int]:
    """The lines of the files that a copy gives, those left out not among them."""
    return [
        int(row.key)
        for section in sections
        for row in section.rows
        if row.table == _FILES and not lacks_something(row)
    ]


def packed(sections: Iterable[HeldSection]) -> bytes:
    """The files of a copy as a ZIP. Raises NotOpened."""
    made = io.BytesIO()
    documents = store.casework.kept_documents
    with zipfile.ZipFile(made, "w") as archive:
        listed = documents.moved_documents.of_rows(files(sections))
        for number, each in enumerate(listed, start=1):
            name = f"{number:03} {each.name}"
            archive.writestr(name, documents.document_files.content(each.row))
    return made.getvalue()


def read_before(
    case: Case, person: int, sections: Iterable[HeldSection], *, act: Act
) -> bytes:
    """The same for the officer who prepares the copy; each document is a look."""
    sections = list(sections)
    with store.database.base.transaction():
        for each in store.casework.kept_documents.moved_documents.of_rows(
            files(sections)
        ):
            act.note(
                Action.DOCUMENT_DOWNLOADED,
                f"person {person}",
                people=[person],
                document=each.id,
                why=f"the copy of {case.name} is read before it is given",
            )
    return packed(sections)
