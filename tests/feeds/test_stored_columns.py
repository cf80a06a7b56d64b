"""Each column of a file that is stored has the handling of what it says."""

from dataclasses import replace

import pytest

from tracker.domain.history.details.handling import HANDLINGS
from tracker.domain.law.data_dictionary import NOT_PERSONAL
from tracker.feeds.feed_columns import Column
from tracker.feeds.registry import FEEDS
from tracker.feeds.stored_columns import lines

CENSUS = FEEDS["school-census"]


@pytest.mark.law("D-01")
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_every_column_that_a_feed_reads_has_a_handling(feed) -> None:
    for column in {*feed.columns, *feed.signature.columns}:
        assert bool(column.states) != bool(column.handling), column.name
        assert not column.handling or column.handling in {*HANDLINGS, NOT_PERSONAL}


@pytest.mark.law("D-01")
@pytest.mark.parametrize("handling", ["", "shoes"])
def test_a_stored_column_without_a_handling_is_refused(handling: str) -> None:
    shoes = Column("shoe_size", "ShoeSize", handling=handling)
    with pytest.raises(ValueError, match="column shoe_size of the feed school-census"):
        lines([replace(CENSUS, columns=(*CENSUS.columns, shoes))])


def test_a_column_that_states_a_detail_is_handled_as_that_detail() -> None:
    handled = {each.column: each.handling.name for each in lines([CENSUS])}
    assert handled["staged_rows.raw.school-census.form_group"] == "schooling"
    assert handled["staged_rows.raw.school-census.email"] == "email"
    assert handled["staged_rows.raw.school-census.sen"] == "needs"
    assert handled["staged_rows.raw.school-census.young_carer"] == "circumstances"


def test_a_register_of_institutions_holds_nothing_personal() -> None:
    assert lines([FEEDS["establishments"]]) == []
