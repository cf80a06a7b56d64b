"""The calls of the invented advisers, and their days."""

from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest

from tracker.demo.people import staff

ON = date(2026, 11, 25)


def test_no_call_is_made_at_a_weekend():
    calls = islice(staff.rang(Random(3), ON), 200)
    days = {ON - timedelta(days=each.days_ago) for each in calls}
    assert len(days) > 10
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("ago", range(1, 90, 7))
def test_a_newly_neet_person_is_rung_within_ten_days(ago):
    became = ON - timedelta(days=ago)
    for seed in range(40):
        call = staff.rung_after(Random(seed), became, ON)
        rung = ON - timedelta(days=call.days_ago)
        assert became <= rung <= min(became + timedelta(days=10), ON)
        assert rung.weekday() < 5 or rung == became
