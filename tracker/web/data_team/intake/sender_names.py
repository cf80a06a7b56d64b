"""The name of a sender today, also of one that is in no register."""

from collections.abc import Iterable

from tracker import actions
from tracker.store.intake.import_batches import ImportBatch
from tracker.web.acting import today
from tracker.web.guard import scope


def of_keys(keys: Iterable[str]) -> dict[str, str]:
    """The name of each institution (key)."""
    return actions.institutions.place_names.by_key(keys, today(), within=scope())


def of_key(key: str) -> str:
    """The name of one institution (key)."""
    return of_keys([key])[key]


def of_batches(batches: Iterable[ImportBatch]) -> dict[int, str]:
    """The sender of each batch, by its number; "" where one file has several."""
    return actions.institutions.place_names.sender_names(
        batches, today(), within=scope()
    )


def of_batch(batch: ImportBatch) -> str:
    """The sender of one batch."""
    return of_batches([batch])[batch.id]
