"""The days on which claims are about one time at a place, on both sides of the edge.

Lake and Hill are invented. A spell that ends with "?" is disputed.
"""

import pytest

from tests.domain.statements import (
    ADVISER,
    CENSUS,
    NEIGHBOUR,
    NOTICE,
    ROLL,
    SELF,
    history,
    says,
)
from tracker.domain.history.evidence import Evidence


def lake(tier, starts: str | None, as_at: str, code: str | None = "230", **more: str):
    return says(tier, code, starts, as_at, "Lake", **more)


EDGES = {
    "a start 31 days after a source saw them there restates it": (
        [
            lake(ROLL, "2025-09-05", "2026-05-20"),
            lake(ROLL, "2026-06-20", "2026-06-25"),
        ],
        ["230 Lake 2025-09-05 to"],
    ),
    "a start 32 days after begins another time": (
        [
            lake(ROLL, "2025-09-05", "2026-05-20"),
            lake(ROLL, "2026-06-21", "2026-06-25"),
        ],
        ["230 Lake 2025-09-05 to 2026-06-20", "230 Lake 2026-06-21 to"],
    ),
    "the better source gives the start up to 31 days after the first": (
        [
            lake(ADVISER, "2026-09-05", "2026-10-18"),
            lake(ROLL, "2026-10-06", "2026-10-20"),
        ],
        ["230 Lake 2026-10-06 to"],
    ),
    "a start of the better source 32 days after is no first day": (
        [
            lake(ADVISER, "2026-09-05", "2026-10-18"),
            lake(ROLL, "2026-10-07", "2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "a notice of the roll's own day is refuted by it": (
        [
            lake(ROLL, "2026-09-05", "2026-11-01"),
            lake(NOTICE, "2026-09-05", "2026-11-01", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "a notice of the day after ends it on the roll's day": (
        [
            lake(ROLL, "2026-09-05", "2026-11-01"),
            lake(NOTICE, "2026-09-05", "2026-11-02", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-11-01"],
    ),
    "a roll of the last day itself does not extend it": (
        [
            lake(ROLL, "2026-09-05", "2026-10-20"),
            lake(NOTICE, "2026-09-05", "2026-11-02", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-20"],
    ),
    "a roll that begins on the last day extends it": (
        [
            lake(ADVISER, "2026-09-05", "2026-09-10"),
            lake(ROLL, "2026-10-20", "2026-11-01"),
            lake(NOTICE, "2026-09-05", "2026-11-02", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-11-01"],
    ),
    "a roll that begins on the day after is another time": (
        [
            lake(ADVISER, "2026-09-05", "2026-09-10"),
            lake(ROLL, "2026-10-21", "2026-11-01"),
            lake(NOTICE, "2026-09-05", "2026-11-02", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-20", "230 Lake 2026-10-21 to"],
    ),
    "a source as good as the one of the end does not extend it": (
        [
            lake(ROLL, "2026-09-05", "2026-10-25"),
            lake(ROLL, "2026-09-05", "2026-11-02", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-20"],
    ),
    "without a place, 31 days before the start means the place": (
        [
            lake(ROLL, "2026-09-05", "2026-09-18"),
            says(SELF, "230", "2026-08-05", "2026-08-05"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "without a place, 32 days before is elsewhere": (
        [
            lake(ROLL, "2026-09-05", "2026-09-18"),
            says(SELF, "230", "2026-08-04", "2026-08-04"),
        ],
        ["230 2026-08-04 to 2026-09-04", "230 Lake 2026-09-05 to"],
    ),
    "without a place, 31 days after it was vouched for means the place": (
        [
            lake(ROLL, "2026-09-05", "2026-09-18"),
            says(SELF, "230", "2026-10-19", "2026-10-19"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "without a place, its last day is there and the next is not": (
        [
            lake(ROLL, "2026-09-05", "2026-11-01", ends="2026-10-10"),
            says(SELF, "230", "2026-10-10", "2026-10-10"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-10"],
    ),
    "without a place, the day after the last day is elsewhere": (
        [
            lake(ROLL, "2026-09-05", "2026-11-01", ends="2026-10-10"),
            says(SELF, "230", "2026-10-11", "2026-10-11"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-10", "230 2026-10-11 to"],
    ),
    "without a place, another activity is another time": (
        [
            lake(ROLL, "2026-09-05", "2026-09-18"),
            says(ADVISER, "220", "2026-10-01", "2026-10-05"),
        ],
        ["230 Lake 2026-09-05 to 2026-09-30", "220 2026-10-01 to"],
    ),
    "a mode is of the time there up to 31 days after it was seen": (
        [
            lake(ADVISER, "2026-09-05", "2026-09-20", "250"),
            lake(ROLL, "2026-10-21", "2026-10-25", None),
        ],
        ["250 Lake 2026-09-05 to"],
    ),
    "and not 32 days after": (
        [
            lake(ADVISER, "2026-09-05", "2026-09-20", "250"),
            lake(ROLL, "2026-10-22", "2026-10-25", None),
        ],
        ["250 Lake 2026-09-05 to 2026-10-21", "230 Lake 2026-10-22 to"],
    ),
    "a mode of a time that began on the day of the roll counts": (
        [
            lake(ADVISER, "2026-10-25", "2026-11-20", "250"),
            lake(ROLL, "2026-10-22", "2026-10-25", None),
        ],
        ["250 Lake 2026-10-22 to"],
    ),
    "a mode of a time that began after the roll does not": (
        [
            lake(ADVISER, "2026-10-26", "2026-11-20", "250"),
            lake(ROLL, "2026-10-22", "2026-10-25", None),
        ],
        ["230 Lake 2026-10-22 to 2026-10-25", "250 Lake 2026-10-26 to"],
    ),
    "a mode counts on the last day there": (
        [
            lake(ADVISER, "2026-09-05", "2026-10-20", "250", ends="2026-10-22"),
            lake(ROLL, "2026-10-22", "2026-10-25", None),
        ],
        ["250 Lake 2026-09-05 to"],
    ),
    "and not on the day after it": (
        [
            lake(ADVISER, "2026-09-05", "2026-10-23", "250", ends="2026-10-21"),
            lake(ROLL, "2026-10-22", "2026-10-25", None),
        ],
        ["250 Lake 2026-09-05 to 2026-10-21", "230 Lake 2026-10-22 to"],
    ),
    "an apprenticeship there gives no mode of education": (
        [
            lake(ADVISER, "2026-09-05", "2026-09-20", "310"),
            lake(ROLL, "2026-10-01", "2026-10-25", None),
        ],
        ["310 Lake 2026-09-05 to 2026-09-30", "230 Lake 2026-10-01 to"],
    ),
    "a last day ends a time that began on it": (
        [
            lake(ROLL, "2026-10-20", "2026-10-22"),
            lake(ROLL, None, "2026-11-06", ends="2026-10-20"),
        ],
        ["230 Lake 2026-10-20 to 2026-10-20"],
    ),
    "and not one that began on the day after": (
        [
            lake(ROLL, "2026-10-21", "2026-10-22"),
            lake(ROLL, None, "2026-11-06", ends="2026-10-20"),
        ],
        ["230 Lake 2026-10-20 to 2026-10-20", "230 Lake 2026-10-21 to"],
    ),
    "a worse source with the same start does not move them": (
        [
            lake(ROLL, "2026-09-05", "2026-09-18"),
            says(CENSUS, "210", "2026-09-05", "2026-10-01", "Hill"),
        ],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "a question about a list that confirms is one about the whole time": (
        [
            lake(CENSUS, None, "2025-10-02", "110"),
            lake(CENSUS, None, "2026-05-21", "110"),
            says(NEIGHBOUR, "120", "2026-05-01", "2026-05-21"),
        ],
        ["110 Lake 2025-10-02 to ?"],
    ),
    "so is one about the list that is confirmed": (
        [
            lake(CENSUS, None, "2025-10-02", "110"),
            lake(CENSUS, None, "2026-05-21", "110"),
            says(SELF, "120", "2025-11-01", "2025-12-01"),
        ],
        ["110 Lake 2025-10-02 to ?"],
    ),
    "a source without a start is seen again on the next day": (
        [
            lake(CENSUS, None, "2026-01-15", "110"),
            says(ROLL, "110", None, "2026-01-15", "Hill"),
            lake(CENSUS, None, "2026-05-21", "110"),
        ],
        ["110 Hill 2026-01-15 to 2026-05-20 ?", "110 Lake 2026-05-21 to"],
    ),
}


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(("evidence", "expected"), EDGES.values(), ids=EDGES)
def test_the_edges_of_a_time_at_a_place(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as given" else evidence[::-1]
    assert history(*arrived) == expected
