"""The list of everybody who is not known, as its tests read it."""

from datetime import date
from typing import Any

from tests.web.adviser.young import HERE_ONLY
from tracker.access import Scope
from tracker.actions.casework.not_known import kept_list
from tracker.actions.casework.not_known.kept_list import Whose
from tracker.actions.casework.not_known.looked_for import LookedFor
from tracker.domain.casework.next_sources import sort_key
from tracker.store.casework.not_known.listed_rows import Listed


def listed(
    today: date, within: Scope = HERE_ONLY, *, may_read: bool = True
) -> list[Listed]:
    """Everybody on it in order, as read with every contact or without hidden ones."""
    return kept_list.in_order(
        Whose.ALL,
        users=(),
        day=today,
        today=today,
        within=within,
        may_read=lambda contact: may_read,
    )


def whole_list(today: date, within: Scope = HERE_ONLY) -> list[LookedFor]:
    """Everybody on it in order, with what leads to them and every contact.

    The list as stored has to be the list as worked out now.
    """
    at: dict[str, Any] = {"day": today, "today": today, "within": within}
    stored = listed(today, within)
    now = kept_list.worked_out(None, may_read=lambda contact: True, **at)
    now.sort(key=lambda it: sort_key(it.chance, it.source, it.since))
    assert stored == now
    found = kept_list.with_sources(stored, may_read=lambda contact: True, **at)
    assert [each.row.person for each in found] == [each.person for each in stored]
    return found
