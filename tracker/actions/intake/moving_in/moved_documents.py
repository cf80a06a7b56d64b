"""The documents that lines of a batch bring: there as long as their evidence stands.

See decision 0233.
"""

from collections.abc import Iterable
from datetime import datetime

from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake.interpret import Meanings, interpreted
from tracker.store.casework.kept_documents.moved_documents import MovedRow
from tracker.store.intake.import_batches import ImportBatch, Line


def write(
    batch: ImportBatch,
    lines: Iterable[Line],
    meanings: Meanings | None = None,
    *,
    act: Act,
) -> int:
    """Writes the documents of lines whose evidence is recorded and whose file is here,
    inside the open transaction; returns how many are new.

    One that another file brought with the same bytes and title is not written twice.
    """
    return _write(batch, lines, meanings, act.at)


def _write(
    batch: ImportBatch, lines: Iterable[Line], meanings: Meanings | None, at: datetime
) -> int:
    found = [
        MovedRow(line.id, line.person, meaning.document)
        for line, meaning in interpreted(batch, lines, meanings)
        if line.person is not None and meaning.document is not None
    ]
    if not found:
        return 0
    return store.casework.kept_documents.moved_documents.write(
        batch.authority, found, at=at
    )


def withdraw(batch: ImportBatch, *, at: datetime) -> None:
    """Removes the documents of the batch whose evidence was withdrawn.

    Where another file brought the same document, that one is written in its place.
    """
    if not store.casework.kept_documents.moved_documents.withdraw(batch.id):
        return
    for other in store.intake.batch_pages.applied_of(batch.authority, batch.feed):
        lines = store.intake.import_batches.usable_lines(other.id)
        _write(other, lines, None, at)
