"""Senders' headings in ``heading_words.csv``: one row each, for columns that exist."""

from collections import Counter

import pytest

from tracker.feeds.feed_columns import Column
from tracker.feeds.headings.heading_words import (
    ADMISSION,
    CENSUS,
    ENROLMENT,
    with_words,
)
from tracker.feeds.headings.matched_headings import heading_key


@pytest.mark.parametrize("words", [ENROLMENT, CENSUS])
def test_a_heading_means_one_column_of_a_table(
    words: dict[str, tuple[str, ...]],
) -> None:
    times = Counter(heading_key(each) for some in words.values() for each in some)
    assert [key for key, count in times.items() if count > 1] == []


def test_a_heading_may_mean_another_column_in_a_census() -> None:
    assert "DfECode" in ENROLMENT["laestab"]
    assert "DfECode" in CENSUS["estab"]


def test_schools_words_for_admission_mean_the_first_day_in_both_tables() -> None:
    assert "DateOnRoll" in ADMISSION
    assert set(ADMISSION) <= set(ENROLMENT["start"]) & set(CENSUS["entry_date"])


def test_headings_of_an_unknown_column_stop_the_start() -> None:
    with pytest.raises(ValueError, match="'surnme'"):
        with_words([Column("surname", "Surname")], {"surnme": ("Cyfenw",)})
