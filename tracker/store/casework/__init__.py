"""Contacts, follow-ups, caseloads and evidence recorded by hand."""

from tracker.store.casework import (
    caseload_mix,
    caseload_rows,
    caseloads,
    contacts,
    entries,
    follow_ups,
    gaps_owed,
    kept_documents,
    moved_contacts,
    not_known,
    own_lists,
    place_proposals,
    plans,
    received,
    record_parts,
    rounds,
)
