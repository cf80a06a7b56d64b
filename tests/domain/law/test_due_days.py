"""The day from which a record is past its date."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Evidence, Source, Tier
from tracker.domain.law.disposal.due_days import (
    Life,
    due_on,
    is_kept_longer,
    tracking_ends,
)
from tracker.domain.settings import Chosen

NUMBERS = Chosen().numbers
SEEN = date(2026, 11, 2)

# born, departed, longer, case closed, due
LIVES = [
    ("2009-09-01", None, False, None, "2031-09-01"),
    ("2010-08-31", None, False, None, "2031-09-01"),
    ("2010-09-01", None, False, None, "2032-09-01"),
    ("2009-09-30", "2027-01-10", False, None, "2030-09-01"),
    ("2009-09-30", "2030-01-10", False, None, "2031-09-01"),  # after Year 13
    ("2009-09-30", None, True, None, "2034-09-30"),
    ("2012-02-29", None, True, None, "2037-03-01"),
    ("2009-09-30", None, False, "2029-02-28", "2032-02-29"),
    ("2009-09-30", None, False, "2026-12-01", "2031-09-01"),
    (None, None, False, None, "2030-09-01"),
    (None, None, True, None, "2030-09-01"),
]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.law("N-20", "D-04")
@pytest.mark.parametrize(("born", "departed", "longer", "closed", "due"), LIVES)
def test_the_latest_rule_counts(born, departed, longer, closed, due) -> None:
    life = Life(day(born), day(departed), SEEN, longer, day(closed))
    assert due_on(life, NUMBERS) == day(due)


def test_tracking_ends_with_the_school_year() -> None:
    assert tracking_ends(date(2009, 9, 30), None, SEEN) == date(2028, 8, 31)
    assert tracking_ends(None, None, date(2026, 9, 1)) == date(2027, 8, 31)


@pytest.mark.law("D-04")
@pytest.mark.parametrize(
    ("statement", "longer"),
    [
        (detail("send", send="Y"), True),
        (detail("send", send="N", support="Y"), False),
        (detail("characteristics", codes="120 160"), True),
        (detail("characteristics", codes="120 1600"), False),
        (detail("characteristic", code="110"), True),
        (detail("ethnicity", ethnicity="160"), False),
    ],
)
def test_a_plan_or_care_at_any_time_keeps_the_record_longer(statement, longer) -> None:
    evidence = Evidence(
        statement, Source(Tier.ADVISER, "x"), SEEN, datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert is_kept_longer([evidence]) is longer
