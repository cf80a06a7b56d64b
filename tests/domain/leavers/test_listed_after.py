"""A place's own list against the last day that the place reported. All is invented."""

from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, NEIGHBOUR, ROLL, says
from tracker.domain.history.spells import no_register
from tracker.domain.leavers.listed_after import listed_after
from tracker.domain.reference.institution import InstitutionRef, key_of

LAST = date(2026, 11, 20)
LAKE = "Lake College"


@pytest.mark.parametrize(
    ("line", "contradicts"),
    [
        # The list's day against the last day.
        (says(ROLL, "230", "2026-09-07", "2026-10-09", LAKE), False),
        (says(ROLL, "230", "2026-09-07", "2026-11-20", LAKE), False),
        (says(ROLL, "230", "2026-09-07", "2026-11-21", LAKE), True),
        (says(ROLL, "230", "2026-09-07", "2027-03-01", LAKE), True),
        # A census is a school's own list; others do not know it better.
        (says(CENSUS, "210", "2026-09-02", "2026-11-27", LAKE), True),
        (says(ADVISER, "230", "2026-09-07", "2026-11-27", LAKE), False),
        (says(NEIGHBOUR, "230", "2026-09-07", "2026-11-27", LAKE), False),
        # The list itself has them gone by then, or only after it.
        (says(ROLL, "230", "2026-09-07", "2026-11-27", LAKE, ends="2026-11-20"), False),
        (says(ROLL, "230", "2026-09-07", "2026-11-27", LAKE, ends="2026-11-25"), True),
        # They came again.
        (says(ROLL, "230", "2026-11-23", "2026-11-27", LAKE), False),
        (says(ROLL, "230", "2027-09-06", "2027-10-08", LAKE), False),
        # A list without starts: the same time there, or another.
        (says(ROLL, "230", None, "2026-11-27", LAKE), True),
        (says(ROLL, "230", None, "2026-12-21", LAKE), True),
        (says(ROLL, "230", None, "2026-12-22", LAKE), False),
        (says(ROLL, "230", None, "2027-10-08", LAKE), False),
        # Another place, or none.
        (says(ROLL, "230", "2026-09-07", "2026-11-27", "Hill College"), False),
        (says(ROLL, "540", "2026-09-07", "2026-11-27"), False),
    ],
)
def test_what_contradicts_a_last_day(line, contradicts) -> None:
    place = key_of(InstitutionRef(name=LAKE))
    assert place is not None
    found = listed_after([line], place, LAST, resolve=no_register)
    assert found == (line.as_at if contradicts else None)
