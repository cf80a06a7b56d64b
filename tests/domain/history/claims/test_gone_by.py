"""A school reports a leaver without the day of leaving. All places are invented."""

from datetime import date

import pytest

from tests.domain.statements import ADVISER, CENSUS, ROLL, evidence_from, history, says
from tracker.domain.history.evidence import Doing, Tier, as_json, from_json
from tracker.domain.reference.institution import InstitutionRef

PLACE = InstitutionRef(name="Hill")
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


SERVICE, ANSWER = Tier.THIRD_PARTY, Tier.SELF_REPORT


def left(by: str, at: str | None = "Hill", code: str | None = "210") -> Doing:
    """A statement that they had left by a day."""
    place = InstitutionRef(name=at) if at else None
    return Doing(code, at=place, ends=date.fromisoformat(by), gone_by=True)


HEARSAY = [
    # what is on record, who has them gone, by when, as at; the history, "?" for a check
    (
        [says(ROLL, "210", "2026-09-01", "2026-10-15", "Hill")],
        *(SERVICE, left("2026-11-30"), "2026-12-01"),
        ["210 Hill 2026-09-01 to ?"],
    ),
    (
        [says(ROLL, "210", "2026-09-01", "2026-10-15", "Hill")],
        *(ANSWER, Doing("210", at=PLACE, ends=date(2026, 11, 20)), "2026-12-01"),
        ["210 Hill 2026-09-01 to ?"],
    ),
    (
        [says(ADVISER, "619", "2026-07-01", "2026-09-23")],
        *(SERVICE, left("2026-11-30", None, "619"), "2026-12-01"),
        ["619 2026-07-01 to ?"],
    ),
    # the college has had them there since
    (
        [says(ROLL, "210", "2026-09-01", "2026-12-15", "Hill")],
        *(SERVICE, left("2026-11-30"), "2026-12-01"),
        ["210 Hill 2026-09-01 to"],
    ),
    # a source that confirms does end it
    (
        [says(ROLL, "210", "2026-09-01", "2026-10-15", "Hill")],
        *(ADVISER, left("2026-11-30"), "2026-12-01"),
        ["210 Hill 2026-09-01 to 2026-11-30"],
    ),
    # and so does hearsay what is hearsay itself
    (
        [says(SERVICE, "210", "2026-09-01", "2026-10-15", "Hill")],
        *(SERVICE, left("2026-11-30"), "2026-12-01"),
        ["210 Hill 2026-09-01 to 2026-11-30"],
    ),
    # what it had of a time there that never was is gone
    (
        [says(SERVICE, "210", "2026-09-04", "2026-10-31", "Hill")],
        *(SERVICE, left("2026-09-03"), "2026-11-30"),
        [],
    ),
    # but not what a later list has, what lies before, another place, or better sources
    (
        [says(SERVICE, "210", "2026-11-02", "2026-12-31", "Hill")],
        *(SERVICE, left("2026-09-03"), "2026-11-30"),
        ["210 Hill 2026-11-02 to"],
    ),
    (
        [says(SERVICE, "210", "2026-05-04", "2026-10-31", "Hill")],
        *(SERVICE, left("2026-09-03"), "2026-11-30"),
        ["210 Hill 2026-05-04 to 2026-09-03"],
    ),
    (
        [says(SERVICE, "210", "2026-09-04", "2026-10-31", "Lake")],
        *(SERVICE, left("2026-09-03"), "2026-11-30"),
        ["210 Lake 2026-09-04 to"],
    ),
    (
        [says(ROLL, "210", "2026-09-04", "2026-10-31", "Hill")],
        *(SERVICE, left("2026-09-03"), "2026-11-30"),
        ["210 Hill 2026-09-04 to"],
    ),
]


@pytest.mark.parametrize(("before", "tier", "gone", "as_at", "expected"), HEARSAY)
def test_hearsay_never_ends_what_a_better_source_has(
    before, tier, gone, as_at, expected
) -> None:
    evidence = [*before, evidence_from(tier, gone, as_at)]
    assert history(*evidence) == history(*evidence[::-1]) == expected
