"""Commands read and show the time in England, on a machine with any clock."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(params=["UTC", "Europe/London", "Pacific/Auckland"])
def zone(request: Any, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setitem(os.environ, "TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.law("D-14")
def test_a_breach_in_summer_ends_after_72_hours(
    inside: Any, zone: None, flask: Any
) -> None:
    """The clocks go back on 26 October, so the 72 hours end at eleven."""
    flask("cases", "open", "breach", "Lost list", "--received", "2025-10-24T12:00")
    shown = flask("cases", "show", "BR-1").out
    assert "Received 24 Oct 2025, due 27 Oct 2025 11:00." in shown
    (listed,) = flask("cases", "list", "--json").json
    assert listed["received_at"].startswith("2025-10-24T11:00")


@pytest.mark.law("D-15")
def test_a_day_in_summer_is_shown_as_it_was_entered(
    inside: Any, zone: None, flask: Any
) -> None:
    words = ("complaint", "A letter", "--received", "2025-08-31")
    flask("cases", "open", *words)
    assert "31 Aug 2025" in flask("cases", "list").out
    shown = flask("cases", "show", "CP-1").out
    assert "Received 31 Aug 2025, due 30 Sep 2025." in shown
    assert "30 Aug 2025" not in shown
