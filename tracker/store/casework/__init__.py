"""Contacts, follow-ups, caseloads and hand-written entries."""

from tracker.store.casework import (
    caseload_rows,
    caseloads,
    contacts,
    entries,
    follow_ups,
)
