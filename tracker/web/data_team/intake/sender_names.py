"""What whoever sent a list is called today, where no register has them too."""

from collections.abc import Iterable

from tracker import actions
from tracker.store.intake.import_batches import ImportBatch
from tracker.web.clock import today
from tracker.web.guard import scope


def of_keys(keys: Iterable[str]) -> dict[str, str]:
    """The name of each institution (key)."""
    return actions.institutions.place_names.called(keys, today(), within=scope())


def of_key(key: str) -> str:
    """The name of one."""
    return of_keys([key])[key]


def of_batches(batches: Iterable[ImportBatch]) -> dict[int, str]:
    """Who sent each batch, by its number; nothing where many are in one file."""
    return actions.institutions.place_names.senders(batches, today(), within=scope())


def of_batch(batch: ImportBatch) -> str:
    """Who sent one."""
    return of_batches([batch])[batch.id]
