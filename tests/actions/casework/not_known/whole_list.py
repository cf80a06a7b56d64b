"""The list of everybody who is not known, as its tests read it."""

from datetime import date
from typing import Any

from tests.web.adviser.young import HERE_ONLY
from tracker.access import Scope
from tracker.actions.casework.not_known import kept_list
from tracker.actions.casework.not_known.kept_list import Whose
from tracker.actions.casework.not_known.looked_for import LookedFor
from tracker.domain.casework.next_sources import sort_key


def whole_list(today: date, within: Scope = HERE_ONLY) -> list[LookedFor]:
    """Everybody on it in order, in any caseload or none, with every contact.

    The list as stored has to be the list as worked out now.
    """
    at: dict[str, Any] = {"day": today, "today": today, "within": within}
    listed = kept_list.in_order(
        Whose.ALL, users=(), may_read=lambda contact: True, **at
    )
    now = kept_list.worked_out(None, may=lambda contact: True, **at)
    now.sort(key=lambda it: sort_key(it.chance, it.source, it.since))
    assert listed == now
    found = kept_list.with_sources(listed, may_read=lambda contact: True, **at)
    assert [each.row.person for each in found] == [each.person for each in listed]
    return found
