"""Documents of the council's earlier system: their index, and their files."""

from tracker.feeds.moved_documents import (
    document_types,
    feed,
    paired_names,
    sent_documents,
)
