"""DfE's yearly set of figures: its rows in order, and the months of each."""

import pytest

from tests.domain.figures.test_measures import month
from tracker.domain.figures.measures import Figure
from tracker.domain.figures.published import (
    AUTHORITY,
    ENGLAND,
    NATIONAL,
    OFFERS,
    REGIONAL,
    annual,
    average,
    changes,
    quintiles,
)

WINTER = (
    *("cohort_16_17", "neet_or_not_known", "neet", "not_known"),
    *("no_sen_cohort", "no_sen_neet_or_not_known"),
    *("ehcp_cohort", "ehcp_neet_or_not_known"),
    *("sen_support_cohort", "sen_support_neet_or_not_known"),
    *("vulnerable_cohort", "vulnerable_neet_or_not_known"),
)
MARCH = (
    *("participating", "full_time_education", "apprenticeship"),
    "other_education_and_training",
)
ORDER = (*WINTER[:4], "march_cohort", *MARCH, "september_guarantee_offers", *WINTER[4:])


def test_the_yearly_set_is_in_the_order_of_the_published_table() -> None:
    months = dict.fromkeys((*WINTER, *MARCH, "september_guarantee_offers"), (7, 100))
    found = annual(*(month(**months) for _ in range(5)))
    assert tuple(each.name for each in found) == ORDER
    assert {each.count for each in found} == {7}
    assert {each.of for each in found} == {100}
    titles = {each.name: each.title for each in found}
    assert titles["march_cohort"] == "Aged 16 and 17 in March"
    assert titles["neet"] == "NEET"


@pytest.mark.parametrize("name", WINTER)
def test_of_the_winter_each_of_three_months_counts_alike(name: str) -> None:
    blank = month()
    for at in range(3):
        winter = [blank, blank, blank]
        winter[at] = month(**{name: (30, 100)})
        found = {each.name: each for each in annual(*winter, blank, blank)}
        assert found[name].count == 10


def test_an_average_keeps_the_name_of_its_months() -> None:
    found = average([Figure("neet", "NEET", 1, 10), Figure("neet", "NEET", 2, 30)])
    assert (found.name, found.title, found.count, found.of) == (
        *("neet", "NEET", 1.5, 20),
    )


def test_a_figure_of_one_year_alone_has_no_change() -> None:
    one, other = Figure("a", "A", 1, 10), Figure("b", "B", 1, 10)
    none = Figure("a", "A", 0, 0)
    assert changes([one, other], [one]) == {"a": 0.0}
    assert changes([one], [none]) == changes([none], [one]) == {"a": None}


def test_authorities_with_the_same_share_are_in_the_order_of_their_codes() -> None:
    shares = dict.fromkeys(("305", "301", "304", "302", "303"), 0.5)
    assert quintiles(shares, more_is_better=False) == {
        "301": 1, "302": 2, "303": 3, "304": 4, "305": 5,
    }  # fmt: skip


def test_rows_are_named_as_in_the_published_tables() -> None:
    assert (*("National", "Regional", "Local authority", "England"),) == (
        NATIONAL,
        REGIONAL,
        AUTHORITY,
        ENGLAND,
    )
    assert OFFERS == "september_guarantee_offers"
