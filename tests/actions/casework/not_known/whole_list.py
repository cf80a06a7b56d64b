"""The list of everybody who is not known, as its tests read it."""

from datetime import date

from tests.web.adviser.young import HERE_ONLY
from tracker.access import Scope
from tracker.actions.casework.not_known import looked_for
from tracker.actions.casework.not_known.looked_for import LookedFor, Whose


def whole_list(today: date, within: Scope = HERE_ONLY) -> list[LookedFor]:
    """Everybody on it in order, in any caseload or none, with every contact."""
    return looked_for.in_turn(
        Whose.ALL,
        users=(),
        day=today,
        today=today,
        within=within,
        may_read=lambda contact: True,
    )
