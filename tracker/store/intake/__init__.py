"""Batches and their lines, until they become evidence."""

from tracker.store.intake import (
    batch_answers,
    batch_pages,
    decisions,
    hidden_lines,
    import_batches,
    lists,
    new_senders,
    quarantine,
    rolls,
    sender_columns,
    sendings,
    sent_lines,
    tray,
    uploads,
)
