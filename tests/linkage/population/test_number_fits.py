"""Whether a number in common is trusted, by what else of its owner fits the row.

Everything else agrees: the same name, birthday, sex and home.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import BARE, row
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare
from tracker.linkage.population.number_fits import _fits, disagreement

L = Level
ALIKE = compare(prepare(BARE), prepare(BARE))

#: What differs, and whether the owner fits the row with one number, and with several.
TABLE: list[tuple[dict[str, Level], bool, bool]] = [
    ({}, True, True),
    # Born on that day: any close given name, but those that relatives have.
    *(
        ({"given": level}, True, True)
        for level in (L.KNOWN, L.PART, L.SHORT_FORM, L.SWAPPED, L.CROSSED)
    ),
    ({"given": L.ONE_LETTER}, True, True),
    *(
        ({"given": level}, False, False)
        for level in (L.SIMILAR, L.MIDDLE, L.INITIAL, L.DIFFERENT, L.MISSING)
    ),
    ({"given": L.ONE_LETTER, "family": L.SIMILAR}, True, True),
    ({"given": L.ONE_LETTER, "family": L.MISSING}, True, True),
    # With a new surname the given name has to be their own.
    ({"given": L.ONE_LETTER, "family": L.DIFFERENT}, False, False),
    *(
        ({"given": level, "family": L.DIFFERENT}, True, True)
        for level in (L.SAME, L.KNOWN, L.PART, L.SHORT_FORM)
    ),
    # Of another sex it is the very name.
    ({"sex": L.DIFFERENT}, True, True),
    ({"sex": L.DIFFERENT, "given": L.KNOWN}, True, True),
    ({"sex": L.DIFFERENT, "given": L.PART}, False, False),
    ({"sex": L.MISSING, "given": L.PART}, True, True),
    # Without a birthday: the surname, and a given name that is theirs or mistyped.
    ({"born": L.MISSING}, True, True),
    ({"born": L.MISSING, "given": L.SHORT_FORM}, True, True),
    ({"born": L.MISSING, "given": L.ONE_LETTER}, True, True),
    ({"born": L.MISSING, "given": L.SWAPPED}, True, True),
    ({"born": L.MISSING, "given": L.CROSSED}, False, False),
    ({"born": L.MISSING, "family": L.CROSSED}, False, False),
    ({"born": L.MISSING, "given": L.SIMILAR}, False, False),
    ({"born": L.MISSING, "given": L.MISSING}, False, False),
    ({"born": L.MISSING, "family": L.MISSING}, True, True),
    ({"born": L.MISSING, "family": L.DIFFERENT}, False, False),
    # A slip in the date.
    ({"born": L.SWAPPED, "given": L.ONE_LETTER}, True, True),
    ({"born": L.ONE_DIGIT, "given": L.CROSSED}, True, True),
    ({"born": L.ONE_DIGIT, "given": L.SIMILAR}, False, False),
    ({"born": L.SWAPPED, "family": L.DIFFERENT}, False, False),
    # Another date: the very names, at home or with several numbers.
    ({"born": L.DIFFERENT}, True, True),
    ({"born": L.DIFFERENT, "given": L.KNOWN, "family": L.KNOWN}, True, True),
    ({"born": L.DIFFERENT, "postcode": L.DISTRICT}, False, True),
    ({"born": L.DIFFERENT, "given": L.PART}, False, False),
    ({"born": L.DIFFERENT, "family": L.PART}, False, False),
    ({"born": L.DIFFERENT, "family": L.MISSING}, False, False),
]


@pytest.mark.parametrize(("changes", "one", "several"), TABLE)
def test_the_owner_of_a_number_fits_the_row(
    changes: dict[str, Level], one: bool, several: bool
) -> None:
    agreement: Agreement = replace(ALIKE, **changes)
    assert _fits(agreement, agreement.given, several=False) is one
    assert _fits(agreement, agreement.given, several=True) is several


GONE = {"postcode": "BL5 1AA"}


@pytest.mark.parametrize(
    ("changes", "kinds", "why"),
    [
        ({}, ["UPN"], None),
        (
            {"given": "Matilda", "middle": ""},
            ["UPN"],
            "The same UPN, but another given name: it may be a relative's number.",
        ),
        (
            {"given": "", "middle": ""},
            ["UPN", "ULN"],
            "The same UPN and ULN, but no given name that fits: it may be a relative's "
            "number.",
        ),
        (
            {"given": "Rose", "middle": ""},
            ["ULN"],
            "The same ULN, but the given name here is a middle name on record.",
        ),
        ({"given": "Rose", "middle": ""}, ["UPN", "ULN"], None),
        ({"given": "Rose", "middle": ""}, ["former UPN", "ULN"], None),
        (
            {"given": "Rose", "middle": ""},
            ["UPN", "YPID"],
            "The same UPN and YPID, but the given name here is a middle name on "
            "record.",
        ),
        (
            {"given": "Rose", "middle": "", **GONE},
            ["UPN", "ULN"],
            "The same UPN and ULN, but the given name here is a middle name on record.",
        ),
        # An initial is enough at home, be it one number or two.
        ({"given": "E", "middle": ""}, ["UPN"], None),
        (
            {"given": "E", "middle": "", **GONE},
            ["UPN"],
            "The same UPN, but the given name is an initial only.",
        ),
        (
            {"given": "E", "middle": "", "sex": "M"},
            ["UPN"],
            "The same UPN, but the given name is an initial only and the sex differs.",
        ),
        # Two numbers prove a typing error, not another name.
        ({"given": "Elizxbxth", "middle": ""}, ["UPN", "ULN"], None),
        (
            {"given": "Elizxbxth", "middle": "", **GONE},
            ["UPN", "ULN"],
            "The same UPN and ULN, but the given name is only spelled alike.",
        ),
        (
            {"family": "Okafor", "born": date(2006, 1, 9)},
            ["UPN"],
            "The same UPN, but the family name differs and the date of birth differs.",
        ),
        (
            {"family": "Okafor", "born": None},
            ["UPN"],
            "The same UPN, but the family name differs and there is no date of birth.",
        ),
        (
            {"given": "Liz", "sex": "M"},
            ["UPN"],
            "The same UPN, but the sex differs.",
        ),
        # The first word of a longer given name is theirs; a later one need not be.
        ({"given": "Elizabeth Ann"}, ["UPN"], None),
        (
            {"given": "Ann Elizabeth"},
            ["UPN"],
            "The same UPN, but another given name: it may be a relative's number.",
        ),
        ({"given": "Ann Elizabeth"}, ["UPN", "ULN"], None),
        # The whole name in the column of the surname.
        ({"given": "", "family": "Elizabeth Pennington-Shaw"}, ["UPN"], None),
        (
            {"given": "", "family": "Matilda Pennington-Shaw"},
            ["UPN"],
            "The same UPN, but no given name that fits: it may be a relative's number.",
        ),
        # Names in each other's columns: the other half has to agree too.
        ({"given": "Pennington-Shaw", "family": "Elizabeth"}, ["UPN"], None),
        ({"given": "Pennington-Shaw", "family": "Liz"}, ["UPN"], None),
        (
            {"given": "Pennington-Shaw", "family": "Matilda"},
            ["UPN"],
            "The same UPN, but another given name: it may be a relative's number.",
        ),
        (
            {"given": "Pennington-Shaw", "family": "Liz", "born": None},
            ["UPN"],
            "The same UPN, but there is no date of birth.",
        ),
    ],
)
def test_the_reason_not_to_trust_a_number_names_what_does_not_fit(
    changes: dict[str, Any], kinds: list[str], why: str | None
) -> None:
    listed, owner = prepare(row(**changes)), prepare(BARE)
    found = disagreement(listed, owner, compare(listed, owner), kinds)
    assert found == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"uln": L.DIFFERENT}, None),
        ({"uln": L.DIFFERENT, "given": L.PART}, None),
        (
            {"uln": L.DIFFERENT, "born": L.SWAPPED},
            "The UPN is the same, the ULN is not.",
        ),
        (
            {"uln": L.DIFFERENT, "family": L.DIFFERENT},
            "The UPN is the same, the ULN is not.",
        ),
        (
            {"uln": L.DIFFERENT, "upn": L.DIFFERENT, "born": L.SWAPPED},
            "The UPN is the same, the UPN and ULN is not.",
        ),
        ({"uln": L.MISSING, "born": L.SWAPPED}, None),
    ],
)
def test_another_number_that_differs_needs_name_and_birthday(
    changes: dict[str, Level], why: str | None
) -> None:
    owner = prepare(BARE)
    assert disagreement(owner, owner, replace(ALIKE, **changes), ["UPN"]) == why


def test_a_name_swapped_in_part_without_a_birthday_is_mixed() -> None:
    one = prepare(Identity("Ali", "James"))
    other = prepare(Identity("James", "Alison"))
    found = disagreement(one, other, compare(one, other), ["ULN"])
    assert found is not None
    assert found.startswith("The same ULN, but ")
