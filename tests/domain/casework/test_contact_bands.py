"""The time since the last contact: bands without a gap, and their titles."""

from datetime import timedelta

import pytest

from tracker.domain.casework.contact_bands import (
    BANDS,
    CONTACTED,
    GROUPS,
    LAST_MONTH,
    LATELY,
    SOON,
    title,
)


def test_each_day_since_a_contact_is_in_one_band() -> None:
    assert [(each.group, each.first, each.last) for each in BANDS] == [
        ("Within 10 days", 0, 10),
        ("11 to 30 days ago", 11, 30),
        ("31 to 90 days ago", 31, 90),
        ("Longer ago", 91, None),
    ]
    assert (LAST_MONTH.group, LAST_MONTH.first, LAST_MONTH.last) == (
        *("In the last 30 days", 0, 30),
    )


def test_a_first_contact_is_due_in_ten_days_and_checked_for_a_quarter() -> None:
    assert (10, timedelta(days=92)) == (SOON, LATELY)
    assert CONTACTED == "contacted"


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("Within 10 days", "Last contact: within 10 days"),
        ("11 to 30 days ago", "Last contact: 11 to 30 days ago"),
        ("31 to 90 days ago", "Last contact: 31 to 90 days ago"),
        ("Longer ago", "Last contact: longer ago"),
        ("Never, by our records", "Last contact: never, by our records"),
        ("In the last 30 days", "Last contact: in the last 30 days"),
        (
            "Became NEET in the three months before, at least 10 days ago",
            "Became NEET in the three months before, at least 10 days ago",
        ),
        (
            "Contacted within 10 days of becoming NEET",
            "Contacted within 10 days of becoming NEET",
        ),
    ],
)
def test_every_group_has_a_title(group: str, shown: str) -> None:
    assert group in GROUPS
    assert title(group) == shown


def test_there_is_no_other_group() -> None:
    assert len(GROUPS) == 8
