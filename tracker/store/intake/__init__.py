"""Batches and their lines on the way to being evidence."""

from tracker.store.intake import (
    batch_answers,
    batch_pages,
    coverage,
    decisions,
    import_batches,
    new_senders,
    quarantine,
    rolls,
    sender_columns,
    sendings,
    sent_lines,
    tray,
    uploads,
)
