"""Groups in words, and their order."""

import pytest

from tracker.domain.figures.breakdowns import BY_NAME
from tracker.wording.group_titles import in_order, name_of_breakdown, title

KNOWN = {"urn:106500": "Testham High School (invented)"}


@pytest.mark.parametrize(
    ("breakdown", "group", "words"),
    [
        ("year group", "12", "Year 12"),
        ("sex", "F", "Female"),
        ("sex", "", "Sex not known"),
        ("ethnicity", "WBRI", "White British"),
        ("characteristic", "110", "In care"),
        ("characteristic", "", "None of these, or not shown"),
        ("area", "WN2", "WN2"),
        ("lapses", "*|2027-08", "August 2027"),
        ("lapses", "|2027-08", "At no school, college or provider, August 2027"),
        ("lapses", "urn:106500|*", "Testham High School (invented)"),
        ("lapses", "*|*", "any month"),
        ("activity", "619", "Looking for work, education or training"),
        ("Year 11 school", "urn:106500", "Testham High School (invented)"),
        ("institution", "ukprn:10099991", "UKPRN 10099991, not in the register"),
        ("institution", "name:a garage", "A Garage"),
        ("institution", "", "At no school, college or provider"),
        ("need", "EHC plan", "EHC plan"),
    ],
)
def test_a_group_in_words(breakdown, group, words) -> None:
    assert title(breakdown, group, KNOWN.get) == words


@pytest.mark.parametrize(
    ("breakdown", "groups"),
    [
        ("year group", ["9", "12", "13"]),
        ("area", ["M29", "WN2", "WN10", ""]),
        ("area", ["Abram", "Winstanley", "BL1", "WN10", ""]),
        ("lapses", ["*|2026-12", "*|2027-01", "*|2027-08"]),
        ("sex", ["F", "M", "U", ""]),
        ("ethnicity", ["WBRI", "WOTH", "AIND", "NOBT", ""]),
        ("characteristic", ["110", "170", "210", ""]),
    ],
)
def test_the_order_of_groups(breakdown, groups) -> None:
    assert in_order(breakdown, sorted(groups, reverse=True), KNOWN.get) == groups


def test_every_breakdown_has_a_name() -> None:
    assert all(name_of_breakdown(name) for name in BY_NAME)
