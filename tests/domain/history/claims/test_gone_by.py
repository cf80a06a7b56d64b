"""A school reports a leaver without the day of leaving. All places are invented."""

from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, ROLL, evidence_from, history, says
from tracker.domain.history.evidence import Doing, as_json, from_json
from tracker.domain.reference.institution import InstitutionRef

GONE = Doing(None, at=InstitutionRef(name="Hill"), ends=date(2026, 9, 30), gone_by=True)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        # the spell at that school ends, at the latest on its own end
        (
            [says(CENSUS, "210", "2026-09-01", "2026-09-15", "Hill")],
            ["210 Hill 2026-09-01 to 2026-09-30"],
        ),
        (
            [
                says(
                    *(CENSUS, "110", "2021-09-06", "2026-01-15", "Hill"),
                    expected_end="2026-08-31",
                )
            ],
            ["110 Hill 2021-09-06 to 2026-08-31"],
        ),
        # a day of leaving from before stands
        (
            [
                says(
                    *(CENSUS, "210", "2025-09-01", "2026-05-20", "Hill"),
                    ends="2026-03-13",
                )
            ],
            ["210 Hill 2025-09-01 to 2026-03-13"],
        ),
        # spells at other places do not change
        (
            [says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")],
            ["230 Lake 2026-09-05 to"],
        ),
        (
            [says(ADVISER, "619", "2026-07-01", "2026-09-10")],
            ["619 2026-07-01 to"],
        ),
        ([], []),
    ],
)
def test_a_leaver_by_a_day_is_there_no_longer(before, expected) -> None:
    assert history(*before, evidence_from(CENSUS, GONE, "2026-10-01")) == expected


def test_it_is_stored_and_read_back() -> None:
    assert from_json(as_json(GONE)) == GONE
    assert "gone_by" not in as_json(Doing("110"))
