"""Contacts, group sessions, statuses and caseloads."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.casework import (
        caseloads,
        contact_changes,
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
else:
    __getattr__ = by_name(__name__)
