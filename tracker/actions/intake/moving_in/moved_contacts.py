"""The contacts that lines of a batch bring: written and withdrawn with their evidence.

A contact stands as long as the evidence of its line does, so that withdrawing the batch
takes back both. See decision 0228.
"""

from collections.abc import Iterable
from datetime import datetime

from tracker import store
from tracker.actions.act import Act
from tracker.actions.intake.interpret import Meanings, interpreted
from tracker.store.casework.moved_contacts import MovedRow
from tracker.store.intake.import_batches import ImportBatch, Line


def write(
    batch: ImportBatch,
    lines: Iterable[Line],
    meanings: Meanings | None = None,
    *,
    act: Act,
) -> set[int | None]:
    """Writes the contacts of lines whose evidence is recorded, inside the open
    transaction; returns the lines whose contact is new, or stands again.

    One that the batch had before stands again. One that another file brought with the
    same words is not written twice.
    """
    found = [
        MovedRow(line.id, line.person, meaning.contact)
        for line, meaning in interpreted(batch, lines, meanings)
        if line.person is not None and meaning.contact is not None
    ]
    if not found:
        return set()
    return store.casework.moved_contacts.write(batch.authority, found, at=act.at)


def withdraw(batch: ImportBatch, *, at: datetime) -> None:
    """Withdraws the contacts of the batch whose evidence was withdrawn.

    Where another file brought the same contact, that one is written in its place.
    """
    if not store.casework.moved_contacts.withdraw(batch.id):
        return
    for other in store.intake.batch_pages.applied_of(batch.authority, batch.feed):
        lines = store.intake.import_batches.usable_lines(other.id)
        _write_again(other, lines, at)


def _write_again(batch: ImportBatch, lines: Iterable[Line], at: datetime) -> None:
    found = [
        MovedRow(line.id, line.person, meaning.contact)
        for line, meaning in interpreted(batch, lines)
        if line.person is not None and meaning.contact is not None
    ]
    store.casework.moved_contacts.write(batch.authority, found, at=at)
