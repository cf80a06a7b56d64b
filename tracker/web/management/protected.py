"""The headline figures as far as the signed-in user may see them.

The panels that compare with them look up here what they must hide too.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tracker import actions, reporting
from tracker.domain.figures.measures import HEADLINES
from tracker.reporting.panels.day import Day, Groups
from tracker.reporting.panels.divided import OPEN, WHERE, divided
from tracker.web.guard import scope
from tracker.web.management.chosen_day import counts_sealed, protection

#: The year group after Year 11.
_YEAR_12 = "12"


def days(wanted: Iterable[date]) -> dict[date, Day]:
    """Days as the user may see them; empty for a user who sees every figure."""
    suppression = protection()
    if suppression == OPEN:
        return {}
    return {
        each: reporting.panels.day.day(each, groups, suppression)
        for each, groups in _found(wanted).items()
    }


def year_12_is_shown(as_of: date) -> bool:
    """Whether the table by year group shows all of Year 12 and of the total."""
    suppression = protection()
    if suppression == OPEN:
        return True
    found = _found([as_of])[as_of]
    by_year_group = divided(found, WHERE, suppression)["year group"]
    lines = (
        reporting.panels.day.line_of(by_year_group, _YEAR_12),
        by_year_group.everybody,
    )
    return not any(map(reporting.panels.day.hides, lines))


def _found(wanted: Iterable[date]) -> Mapping[date, Groups]:
    return actions.figures.measured.by_day(
        wanted,
        within=scope(),
        breakdowns=reporting.panels.day.breakdowns(protection()),
        measures=HEADLINES,
        sealed=counts_sealed(),
    )
