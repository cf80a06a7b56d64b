"""Currency: how long an activity may be relied on without being confirmed again.

See decision 0018.
"""

from datetime import date, timedelta

from tracker.domain.reference.academic_year import AcademicYear, add_months
from tracker.domain.reference.activity import (
    AFTER_REVIEW,
    AFTER_VERIFIED,
    YEAR_END,
    Activity,
)


def lapse_date(
    activity: Activity,
    *,
    verified: date,
    review: date | None = None,
    expected_end: date | None = None,
) -> date | None:
    """The last day on which the activity is current, or None where it never lapses.

    ``verified`` is the day of the last confirmation, or the day it was first reported
    where there is no later confirmation. An activity that lapses after a review and has
    no review date stays current for the same time after its last confirmation, so that
    it cannot stand for ever. The periods belong to the activity (NCCIS 4.1). No
    currency ever runs past the expected end of the activity (rule 238).
    """
    currency = activity.currency_on(verified)
    if currency.kind == YEAR_END:
        lapses = AcademicYear.of(verified).ends
    elif currency.kind == AFTER_VERIFIED:
        lapses = add_months(verified, currency.amount)
    elif currency.kind == AFTER_REVIEW:
        lapses = (review or verified) + timedelta(weeks=currency.amount)
    else:
        return None
    return lapses if expected_end is None else min(lapses, expected_end)
