"""The authority of a postcode. Postcodes of public buildings and squares."""

import pytest

from tracker.feeds.cells.postcodes import authorities_of


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
