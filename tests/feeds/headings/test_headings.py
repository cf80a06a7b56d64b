"""The column of a heading, with a hint in brackets or without."""

import pytest

from tracker.feeds.enrolment.columns import COLUMNS
from tracker.feeds.headings.matched_headings import Headings

HINTS = [
    ("Date Of Birth (dd/mm/yyyy)", "dob"),
    ("DOB (DD/MM/YY)", "dob"),
    ("DOB (dd mm yyyy) *", "dob"),
    ("DOB [dd.mm.yyyy]:", "dob"),
    ("ULN (10 digits)", "uln"),
    ("UPN (13 characters)", "upn"),
    ("Sex (M/F)", "sex"),
    ("EHCP (Y/N)", "ehcp"),
    ("Postcode (home)", "postcode"),
    ("Surname (legal)", "surname"),
    ("End date (if known)", "end"),
    ("Start date (required)", "start"),
    ("Mobile (e.g. 07700 900123)", "phone"),
    # another owner or another time makes it another column
    ("Surname (parent)", None),
    ("Postcode (college)", None),
    ("Start date (planned)", None),
    ("(dd/mm/yyyy)", None),
    ("Shoes (dd/mm/yyyy)", None),
    ("DOB (dd/mm/yyyy) checked", None),
]


@pytest.mark.parametrize(("heading", "name"), HINTS)
def test_a_hint_in_a_heading_is_ignored(heading: str, name: str | None) -> None:
    assert Headings(COLUMNS).positions([heading]) == ({0: name} if name else {})


def test_a_heading_without_a_hint_goes_first() -> None:
    cells = ["DOB (dd/mm/yyyy)", "DOB"]
    headings = Headings(COLUMNS)
    assert headings.positions(cells) == {1: "dob"}
    assert headings.again(cells, {1: "dob"}) == {0: "dob"}


def test_a_column_that_a_sender_leaves_out_is_left_out_with_its_hint() -> None:
    headings = Headings(COLUMNS, {"DOB (dd/mm/yyyy)": ""})
    assert headings.positions(["DOB (dd/mm/yyyy)", "Surname"]) == {1: "surname"}
