"""The lines of a list as its sender may see them: judged without the records.

See decision 0087.
"""

from tracker import feeds, store
from tracker.domain.reference.identifiers import Postcode
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.intake.sent_lines import Lines


def of(batch: ImportBatch) -> Lines:
    """The lines of a batch, judged by themselves, without the records."""
    written = store.intake.sent_lines.postcodes_of(batch.id)
    normal = {each: Postcode.parse(each).value for each in written}
    home = feeds.cells.postcodes.authorities_of(filter(None, normal.values()))
    away = [
        each
        for each, postcode in normal.items()
        if postcode and home.get(postcode) not in (None, batch.authority)
    ]
    return Lines(batch.id, away)
