"""Sources that do not know where somebody is, and words that have lapsed. All invented.

A spell that ends with "?" is one that another source disputes.
"""

import pytest

from tests.domain.statements import ADVISER, NEIGHBOUR, ROLL, SELF, history, says
from tracker.domain.history.evidence import Evidence

LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")

STORIES = {
    "who does not know takes nothing from a better source's presumption": (
        [LAKE, says(ADVISER, "810", "2026-11-01", "2026-11-20")],
        ["230 Lake 2026-09-05 to"],
    ),
    "nor from the days that a better source vouches for, however old its word": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(ADVISER, "810", "2026-10-20", "2026-11-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "nor asks a question about it": (
        [
            says(ROLL, "230", "2026-09-05", "2026-12-01", "Lake"),
            says(ADVISER, "830", "2026-11-01", "2026-11-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "who does not know outlives an older word of the same kind of source": (
        [
            says(ADVISER, "330", "2026-09-05", "2026-09-18"),
            says(ADVISER, "810", "2026-11-01", "2026-11-20"),
        ],
        [
            "330 2026-09-05 to 2026-10-31",
            "810 2026-11-01 to",
        ],
    ),
    "who answers after the adviser lost them is found, from the day they say": (
        [
            says(ADVISER, "810", "2026-10-01", "2026-11-01"),
            says(SELF, "330", "2026-10-15", "2026-11-05"),
        ],
        [
            "810 2026-10-01 to 2026-10-14",
            "330 2026-10-15 to",
        ],
    ),
    "and found even where they had begun before the adviser lost them": (
        [
            says(ADVISER, "810", "2026-10-20", "2026-11-01"),
            says(SELF, "330", "2026-10-01", "2026-11-05"),
        ],
        ["330 2026-10-01 to"],
    ),
    "but an old tale does not stand against an adviser who asked since": (
        [
            says(NEIGHBOUR, "330", "2026-10-10", "2026-10-15"),
            says(ADVISER, "810", "2026-10-01", "2026-11-01"),
        ],
        ["810 2026-10-01 to ?"],
    ),
    "what has lapsed gives way to anybody, whatever their tier": (
        [
            says(ROLL, "230", "2025-09-05", "2026-05-20", "Lake"),
            says(SELF, "330", "2025-08-01", "2026-11-05"),
        ],
        [
            "330 2025-08-01 to 2025-09-04",
            "230 Lake 2025-09-05 to 2026-08-31 ?",
            "330 2026-09-01 to",
        ],
    ),
    "not known takes over the day after the currency has lapsed": (
        [
            says(ROLL, "230", "2025-09-05", "2026-05-20", "Lake"),
            says(ADVISER, "810", "2026-07-01", "2026-11-05"),
        ],
        [
            "230 Lake 2025-09-05 to 2026-08-31",
            "810 2026-09-01 to",
        ],
    ),
    "but not on its last day": (
        [
            says(ROLL, "230", "2025-09-05", "2026-05-20", "Lake"),
            says(ADVISER, "810", "2026-08-31", "2026-11-05"),
        ],
        [
            "230 Lake 2025-09-05 to 2026-08-31",
            "810 2026-09-01 to",
        ],
    ),
}


@pytest.mark.parametrize("order", ["as told", "the other way round"])
@pytest.mark.parametrize(("evidence", "expected"), STORIES.values(), ids=STORIES)
def test_the_history_that_comes_of_it(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as told" else evidence[::-1]
    assert history(*arrived) == expected
