"""Contacts, group sessions, statuses and caseloads."""

from tracker.actions.casework import (
    caseloads,
    contact_withdrawal,
    contacts,
    covers,
    group_sessions,
    hand_overs,
    look_reasons,
    my_day,
    not_known,
    plans,
    record_check,
    rounds,
    status,
    status_list,
    undo,
    what_happened,
)
