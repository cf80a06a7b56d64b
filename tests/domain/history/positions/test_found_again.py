"""What is only reported lapses; a report after that finds the young person again.

A neighbouring council lists residents who learn in its area once a year, and confirms
nothing by it. Everybody is invented.
"""

import pytest

from tests.domain.statements import CENSUS, NEIGHBOUR, SELF, position, says

BORN = "2009-09-14"
LAST_YEAR = says(NEIGHBOUR, "230", "2025-11-02", "2025-11-02", "Lake")
THIS_YEAR = says(NEIGHBOUR, "230", "2025-11-02", "2026-11-02", "Lake")
SPRING = says(SELF, "230", "2025-11-02", "2026-03-10", "Lake")
LATER = says(NEIGHBOUR, "230", "2025-11-02", "2026-12-01", "Lake")
ROLL_OF_MAY = says(CENSUS, "230", "2025-11-02", "2026-05-21", "Lake")
CONFIRMED = says(CENSUS, "230", "2025-11-02", "2026-11-20", "Lake")
#: A job lapses six months after it was reported.
JOB = [
    says(SELF, "330", "2026-01-05", day, "Hill")
    for day in ("2026-01-10", "2026-03-10", "2026-06-10", "2026-08-10")
]


@pytest.mark.parametrize(
    ("evidence", "on", "counts_from", "lapses", "lapsed"),
    [
        ([LAST_YEAR], "2026-08-31", "2025-11-02", "2026-08-31", False),
        ([LAST_YEAR], "2026-11-30", "2025-11-02", "2026-08-31", True),
        ([LAST_YEAR, THIS_YEAR], "2026-11-01", "2025-11-02", "2026-08-31", True),
        ([LAST_YEAR, THIS_YEAR], "2026-11-02", "2026-11-02", "2027-08-31", False),
        # In which order they arrive makes no difference.
        ([THIS_YEAR, LAST_YEAR], "2026-11-30", "2026-11-02", "2027-08-31", False),
        # A report before it lapses does not prolong it.
        ([LAST_YEAR, SPRING], "2026-09-30", "2025-11-02", "2026-08-31", True),
        ([LAST_YEAR, SPRING, THIS_YEAR], "2026-11-30", "2026-11-02", None, False),
        # It is found once: the next report in the same year moves nothing.
        ([LAST_YEAR, THIS_YEAR, LATER], "2026-12-24", "2026-11-02", None, False),
        (JOB[:3], "2026-07-10", "2026-01-10", "2026-07-10", False),
        (JOB[:3], "2026-07-11", "2026-01-10", "2026-07-10", True),
        (JOB, "2026-08-11", "2026-08-10", "2027-02-10", False),
        # Confirmed by a school before, and only reported since.
        ([ROLL_OF_MAY], "2026-11-30", "2026-05-21", "2026-08-31", True),
        ([ROLL_OF_MAY, THIS_YEAR], "2026-11-30", "2026-11-02", "2027-08-31", False),
        ([THIS_YEAR, CONFIRMED], "2026-11-30", "2026-11-02", "2027-08-31", False),
    ],
)
def test_a_report_finds_who_was_lost_and_prolongs_nothing(
    evidence, on, counts_from, lapses, lapsed
) -> None:
    found = position(evidence, on, BORN)
    assert (str(found.ascertained), found.lapsed) == (counts_from, lapsed)
    assert lapses is None or str(found.lapses) == lapses
    assert found.institution_name == "Lake" or found.activity.code == "330"


def test_who_is_only_reported_since_is_confirmed_by_no_one() -> None:
    again = position([ROLL_OF_MAY, THIS_YEAR], "2026-11-30", BORN)
    assert (again.verified, again.is_not_known) == (None, False)
    confirmed = position([THIS_YEAR, CONFIRMED], "2026-11-30", BORN)
    assert str(confirmed.verified) == "2026-11-20"
