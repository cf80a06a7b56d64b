"""Contacts, group sessions, statuses and caseloads."""

from tracker.actions.casework import (
    caseloads,
    contact_withdrawal,
    contacts,
    group_sessions,
    look_reasons,
    my_day,
    record_check,
    status,
    status_list,
    undo,
)
