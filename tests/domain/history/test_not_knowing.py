"""Sources that report "not known", and activities that have lapsed. All invented.

A spell that ends with "?" is one that another source disputes.
"""

import pytest

from tests.domain.statements import ADVISER, NEIGHBOUR, ROLL, SELF, history, says
from tracker.domain.history.evidence import Evidence

LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")

STORIES = {
    "not known takes no day from a better source's currency": (
        [LAKE, says(ADVISER, "810", "2026-11-01", "2026-11-20")],
        ["230 Lake 2026-09-05 to"],
    ),
    "nor any day for which a better source vouches, however old": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(ADVISER, "810", "2026-10-20", "2026-11-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "nor opens a question about it": (
        [
            says(ROLL, "230", "2026-09-05", "2026-12-01", "Lake"),
            says(ADVISER, "830", "2026-11-01", "2026-11-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "not known replaces an older claim of the same kind of source": (
        [
            says(ADVISER, "330", "2026-09-05", "2026-09-18"),
            says(ADVISER, "810", "2026-11-01", "2026-11-20"),
        ],
        [
            "330 2026-09-05 to 2026-10-31",
            "810 2026-11-01 to",
        ],
    ),
    "a self-report after not known counts from its start": (
        [
            says(ADVISER, "810", "2026-10-01", "2026-11-01"),
            says(SELF, "330", "2026-10-15", "2026-11-05"),
        ],
        [
            "810 2026-10-01 to 2026-10-14",
            "330 2026-10-15 to",
        ],
    ),
    "also where it began before the not known": (
        [
            says(ADVISER, "810", "2026-10-20", "2026-11-01"),
            says(SELF, "330", "2026-10-01", "2026-11-05"),
        ],
        ["330 2026-10-01 to"],
    ),
    "but old hearsay does not stand against a newer call by an adviser": (
        [
            says(NEIGHBOUR, "330", "2026-10-10", "2026-10-15"),
            says(ADVISER, "810", "2026-10-01", "2026-11-01"),
        ],
        ["810 2026-10-01 to ?"],
    ),
    "a lapsed activity gives way to any source of any tier": (
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


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(("evidence", "expected"), STORIES.values(), ids=STORIES)
def test_the_history_from_evidence(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as given" else evidence[::-1]
    assert history(*arrived) == expected
