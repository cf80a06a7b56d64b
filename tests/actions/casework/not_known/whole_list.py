"""The list of everybody who is not known, as its tests read it."""

from datetime import date

from tests.web.adviser.young import HERE_ONLY
from tracker.access import Scope
from tracker.actions.casework.not_known import kept_list, looked_for
from tracker.actions.casework.not_known.kept_list import Whose
from tracker.actions.casework.not_known.looked_for import LookedFor
from tracker.domain.casework.next_sources import sort_key


def whole_list(today: date, within: Scope = HERE_ONLY) -> list[LookedFor]:
    """Everybody on it in order, in any caseload or none, with every contact.

    What is kept of it has to be what working it all out now would give.
    """
    listed = kept_list.in_turn(
        Whose.ALL,
        users=(),
        day=today,
        today=today,
        within=within,
        may_read=lambda contact: True,
    )
    found = kept_list.shown(
        listed, day=today, today=today, within=within, may_read=lambda contact: True
    )
    assert [each.row.person for each in found] == worked_out(today, within)
    for kept, each in zip(listed, found, strict=True):
        assert (kept.source, kept.can_be_tried, kept.since) == (
            each.leads.best.source,
            each.leads.can_be_tried(today),
            each.since,
        )
        row = each.row
        assert (kept.given, kept.family, kept.adviser) == (
            *(row.given, row.family, row.adviser),
        )
        assert (kept.has_phone, kept.last_contact, kept.due, kept.area) == (
            *(row.has_phone, row.last_contact, row.due, row.area),
        )
    return found


def worked_out(today: date, within: Scope = HERE_ONLY) -> list[int]:
    """The people in order, without anything that is kept."""
    found = looked_for.of_people(
        None, day=today, today=today, within=within, may_read=lambda contact: True
    )
    found.sort(key=lambda it: sort_key(it.leads.chance, it.leads.best.source, it.since))
    return [each.row.person for each in found]
