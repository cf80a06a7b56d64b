"""A new person of a batch: which later rows differ. Everybody here is invented."""

from typing import Any

import pytest

from tests.linkage.people import row, upn
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.decisions.newcomer import Newcomer


@pytest.mark.parametrize(
    ("first", "later", "differing"),
    [
        ({"middle": "Jo"}, {"middle": "Jo"}, []),
        # a name of two letters is more than an initial
        ({"middle": "Jo"}, {"middle": "Ji"}, ["middle name"]),
        ({"middle": "Jo"}, {"middle": "J"}, []),
        ({"middle": "J"}, {"middle": "Jo"}, []),
        ({"middle": "Rose"}, {"middle": "May"}, ["middle name"]),
        ({"middle": "Rose"}, {"middle": ""}, []),
        ({"sex": "M"}, {"sex": "F"}, ["sex"]),
        ({"sex": "M"}, {"sex": None}, []),
        ({"postcode": "WN1 1AZ"}, {"postcode": "WN7 1AB"}, ["postcode"]),
        ({"upn": upn(1)}, {"upn": upn(2)}, ["UPN"]),
        ({"given": "Ali"}, {"given": "Alia"}, ["usual name"]),
        ({}, {}, []),
    ],
)
def test_a_later_row_differs_in_what_both_have(
    first: dict[str, Any], later: dict[str, Any], differing: list[str]
) -> None:
    one = Newcomer(0, prepare(row(**first)))
    one.learn(one.first, "urn:9990001")
    assert one.differing(prepare(row(**later)), "urn:9990001") == differing
    elsewhere = [*differing, "school or college"]
    assert one.differing(prepare(row(**later)), "urn:9990002") == elsewhere
