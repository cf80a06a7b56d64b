"""Claims that leave something out: a last day alone, a roll without a mode.

Lake and Hill are invented. The meaning of such a claim depends on the others, and never
on their order.
"""

import pytest

from tests.domain.statements import ADVISER, CENSUS, NOTICE, ROLL, history, says
from tracker.domain.history.evidence import Evidence


def left(ends: str, as_at: str, code: str | None = "230", at: str = "Lake") -> Evidence:
    """A list of leavers, with their last day and without the first."""
    return says(ROLL, code, None, as_at, at, ends=ends)


LAST_YEAR = says(ROLL, "230", "2025-09-08", "2026-03-13", "Lake", ends="2026-07-03")
THIS_YEAR = says(ROLL, "230", "2026-09-05", "2026-10-09", "Lake")

LAST_DAYS = {
    "a last day ends the spell from the list before it": (
        [THIS_YEAR, left("2026-10-23", "2026-11-06")],
        ["230 Lake 2026-09-05 to 2026-10-23"],
    ),
    "it ends the last time there, not the one before": (
        [LAST_YEAR, THIS_YEAR, left("2026-10-23", "2026-11-06")],
        ["230 Lake 2025-09-08 to 2026-07-03", "230 Lake 2026-09-05 to 2026-10-23"],
    ),
    "it ends a time that had begun by then, not one that began since": (
        [
            says(ROLL, "230", "2025-09-08", "2026-03-13", "Lake"),
            says(ROLL, "230", "2026-09-05", "2026-10-09", "Lake"),
            left("2026-07-03", "2026-11-06"),
        ],
        ["230 Lake 2025-09-08 to 2026-07-03", "230 Lake 2026-09-05 to"],
    ),
    "with an activity it ends that one, and another beside it goes on": (
        [
            says(ROLL, "310", "2026-09-28", "2026-10-09", "Lake"),
            says(ROLL, "230", "2025-09-08", "2026-03-13", "Lake"),
            left("2026-09-25", "2026-11-06", "230"),
        ],
        ["230 Lake 2025-09-08 to 2026-09-25", "310 Lake 2026-09-28 to"],
    ),
    "without an activity it ends any activity there": (
        [
            says(ROLL, "310", "2026-09-05", "2026-10-09", "Lake"),
            left("2026-10-23", "2026-11-06", None),
        ],
        ["310 Lake 2026-09-05 to 2026-10-23"],
    ),
    "at another place it ends nothing, and the newer list stands": (
        [THIS_YEAR, left("2026-10-02", "2026-10-03", at="Hill")],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "without other evidence it covers its last day alone": (
        [left("2026-10-23", "2026-11-06")],
        ["230 Lake 2026-10-23 to 2026-10-23"],
    ),
    "a year later it still covers that day alone": (
        [left("2025-10-24", "2026-11-06")],
        ["230 Lake 2025-10-24 to 2025-10-24"],
    ),
    "two last days without a first are two days": (
        [left("2026-10-23", "2026-11-06"), left("2026-07-03", "2026-07-10")],
        ["230 Lake 2026-07-03 to 2026-07-03", "230 Lake 2026-10-23 to 2026-10-23"],
    ),
    "a notice of leaving ends what the college's list began": (
        [THIS_YEAR, says(NOTICE, None, None, "2026-11-06", "Lake", ends="2026-10-23")],
        ["230 Lake 2026-09-05 to 2026-10-23"],
    ),
}


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(("evidence", "expected"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_a_last_day_without_a_first(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as given" else evidence[::-1]
    assert history(*arrived) == expected


def roll(as_at: str, starts: str | None = "2026-09-05", **more: bool) -> Evidence:
    """A list without an activity, so that the kind of institution decides."""
    return says(ROLL, None, starts, as_at, "Lake", **more)


PART_TIME = says(ADVISER, "250", "2026-09-05", "2026-09-20", "Lake")

MODES = {
    "a roll without a mode is full time": (
        [roll("2026-10-09")],
        ["230 Lake 2026-09-05 to"],
    ),
    "a part-time student stays part time on a roll without a mode": (
        [PART_TIME, roll("2026-10-09")],
        ["250 Lake 2026-09-05 to"],
    ),
    "also where the roll has no first day": (
        [PART_TIME, roll("2026-10-09", None)],
        ["250 Lake 2026-09-05 to"],
    ),
    "a roll with full time counts": (
        [PART_TIME, roll("2026-10-09", part_time=False)],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "a roll with part time counts": (
        [
            says(ADVISER, "230", "2026-09-05", "2026-09-20", "Lake"),
            roll("2026-10-09", part_time=True),
        ],
        ["250 Lake 2026-09-05 to ?"],
    ),
    "the newest other claim gives the mode": (
        [
            PART_TIME,
            says(ADVISER, "230", "2026-09-05", "2026-09-28", "Lake"),
            roll("2026-10-09"),
        ],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "the activity there the year before gives no mode": (
        [
            says(
                *(ADVISER, "250", "2025-09-08", "2025-10-01", "Lake"),
                ends="2026-07-03",
            ),
            roll("2026-10-09"),
        ],
        ["250 Lake 2025-09-08 to 2026-07-03", "230 Lake 2026-09-05 to"],
    ),
    "nor does an activity elsewhere": (
        [
            says(ADVISER, "250", "2026-09-05", "2026-09-20", "Hill"),
            roll("2026-10-09", "2026-09-28"),
        ],
        ["250 Hill 2026-09-05 to 2026-09-27", "230 Lake 2026-09-28 to"],
    ),
    "last month's roll gives this month's the mode": (
        [
            roll("2026-10-09", part_time=True),
            roll("2026-11-06"),
            roll("2026-12-04"),
        ],
        ["250 Lake 2026-09-05 to"],
    ),
    "a last day without mode or first day ends the part-time course": (
        [
            PART_TIME,
            says(ROLL, None, None, "2026-11-06", "Lake", ends="2026-10-23"),
        ],
        ["250 Lake 2026-09-05 to 2026-10-23"],
    ),
    "a school census about its own pupils does not change": (
        [
            says(CENSUS, "110", "2022-09-05", "2026-05-21", "Hill"),
            roll("2026-10-09"),
        ],
        ["110 Hill 2022-09-05 to 2026-09-04", "230 Lake 2026-09-05 to"],
    ),
}


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(("evidence", "expected"), MODES.values(), ids=MODES)
def test_a_roll_that_leaves_it_to_the_institution(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as given" else evidence[::-1]
    assert history(*arrived) == expected
