"""What the sender of a list may learn of its lines: what each is by itself."""

from tracker.domain.identifiers import Postcode
from tracker.feeds import postcodes
from tracker.store import sent_lines as store
from tracker.store.imports import ImportBatch
from tracker.store.sent_lines import Lines


def of(batch: ImportBatch) -> Lines:
    """The lines of a batch, judged by themselves."""
    written = store.postcodes_of(batch.id)
    normal = {each: Postcode.parse(each).value for each in written}
    home = postcodes.authorities_of({each for each in normal.values() if each})
    away = [
        each
        for each, postcode in normal.items()
        if postcode and home.get(postcode) not in (None, batch.authority)
    ]
    return Lines(batch.id, away)
