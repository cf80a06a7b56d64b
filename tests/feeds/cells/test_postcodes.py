"""The authority of a postcode. Postcodes of public buildings and squares."""

import pytest

from tracker.domain.reference.codes import OUTSIDE_ENGLAND
from tracker.feeds.cells.postcodes import authorities_of, stretches


@pytest.mark.parametrize(
    ("postcode", "authority"),
    [
        ("WN1 1AZ", "359"),  # Wigan
        ("M1 1AA", "352"),  # Manchester
        ("CB1 1AA", "873"),  # a district of Cambridgeshire
        ("S1 2HH", "373"),  # Sheffield, whose ONS code is new
        ("CF10 1EP", "001"),  # Wales
        ("EH1 1YZ", "002"),  # Scotland
        ("BT1 5GS", "003"),  # Northern Ireland
        ("ZZ99 9ZZ", None),
        ("QQ1 1QQ", None),
        ("", None),
    ],
)
def test_a_postcode_lies_in_an_authority(postcode: str, authority: str | None) -> None:
    assert authorities_of([postcode]) == {postcode: authority}


def test_many_postcodes_are_looked_up_at_once() -> None:
    streets = [f"WN{n % 9 + 1} {n % 10}{chr(65 + n % 26)}A" for n in range(2_000)]
    found = authorities_of([*streets, "M1 1AA"])
    assert set(found) == {*streets, "M1 1AA"}
    assert found["M1 1AA"] == "352"
    assert {code for code in found.values() if code} >= {"359", "352"}


@pytest.mark.parametrize("only", [None, "350", "342", "359", "001", "x"])
def test_stretches_hold_all_postcodes_of_others_and_none_of_ours(
    only: str | None,
) -> None:
    units = [f"{a}{b}" for a in "ABDEFG" for b in "ABDEFGHJLNPQRSTUWXYZ"]
    districts = ["WN1", "WN4", "WN5", "WN8", "WA3", "WA11", "M28", "M29", "M46", "BL5"]
    every = [f"{d} {n}{unit}" for d in districts for n in range(10) for unit in units]
    areas = authorities_of([*every, "W1A 1AA", "M1 1AA", "WV99 1ZZ", "MK19 7AA"])
    found = list(stretches("BMWQ", ours="359", only=only))
    assert all(first <= last for first, last in found)
    inside = {
        postcode: any(first <= postcode <= last for first, last in found)
        for postcode in areas
    }
    for postcode, area in areas.items():
        if area is not None and area not in OUTSIDE_ENGLAND:
            wanted = area != "359" and only in (None, area)
            assert inside[postcode] == wanted, (postcode, area)
    assert {"359", "350", "342", "352"} <= {area for area in areas.values() if area}
    assert bool(found) == (only in (None, "350", "342"))
