"""The official neighbours supplied with the service, and chosen ones."""

from collections import Counter

from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.neighbours import (
    OFFICIAL_TITLE,
    OFFICIAL_YEAR,
    official,
)
from tracker.domain.settings import Chosen


def test_the_neighbours_of_wigan_stand_in_order_of_closeness():
    assert official("359") == (
        *("888", "925", "343", "877", "860"),
        *("332", "929", "884", "808", "893"),
    )


def test_every_authority_of_today_has_ten_neighbours_that_are_authorities():
    current = {
        each.value
        for each in AUTHORITIES
        if each.status == "current" and each.last_year is None
    }
    assert Counter(len(official(code)) for code in current) == {10: len(current)}
    for code in current:
        found = official(code)
        assert len(set(found)) == 10
        assert code not in found
        assert all(each in AUTHORITIES for each in found)


def test_a_choice_stands_before_the_official_ones():
    assert Chosen().neighbours_of("359") == official("359")
    assert Chosen(neighbours=("831",)).neighbours_of("359") == ("831",)
    assert Chosen().neighbours_of("999") == ()


def test_the_list_is_that_of_2025():
    assert (OFFICIAL_YEAR, OFFICIAL_TITLE) == (2025, "Official neighbours of 2025")
    assert official("none") == ()
