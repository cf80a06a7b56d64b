"""The authority's own shares of the September Guarantee, by September.

See decision 0028.
"""

from datetime import date

from tracker.access import Scope
from tracker.actions.figures import measured
from tracker.actions.history import month_ends
from tracker.domain.figures.breakdowns import EVERYBODY
from tracker.domain.figures.disclosure import Cell, Suppression
from tracker.domain.figures.measures import GUARANTEE_MEASURES
from tracker.domain.figures.published import OFFERS
from tracker.reporting.panels.divided import (
    GUARANTEE,
    GUARANTEE_BY,
    OPEN,
    Line,
    divided,
)

_NOT_RECORDED = "september_guarantee_not_recorded"
_SEPTEMBER = 9


def by_september(
    as_of: date, *, within: Scope, suppression: Suppression
) -> dict[int, Cell]:
    """The share with an offer at the end of each September that is compared with.

    It is suppressed, and keyed by the year of the September. A September without a
    recorded offer has no share, because its lists have not arrived and the share is not
    known.
    """
    days = [day for day in month_ends.compared_days(as_of) if day.month == _SEPTEMBER]
    by = (EVERYBODY,) if suppression == OPEN else (EVERYBODY, *GUARANTEE_BY)
    found = measured.by_day(
        days,
        within=within,
        breakdowns=by,
        measures=GUARANTEE_MEASURES,
        sealed=False,  # no activity is counted
    )
    shown = {}
    for day, groups in sorted(found.items()):
        if not groups.get(EVERYBODY):
            continue
        line = divided(groups, GUARANTEE, suppression)[EVERYBODY].everybody
        if not no_offers(line):
            shown[day.year] = line.percents[OFFERS]
    return shown


def no_offers(everybody: Line) -> bool:
    """Whether, for everybody covered, neither an offer nor its absence is recorded."""
    not_recorded, total = everybody.counts[_NOT_RECORDED].value, everybody.total.value
    return total == 0 or (bool(not_recorded) and not_recorded == total)
