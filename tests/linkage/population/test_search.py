"""Rows that may be about one of a few people, found before they are matched."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.population.any_column import Anywhere
from tracker.linkage.population.prefilter import (
    Near,
    families,
    may_be,
    name_and_birth,
    numbers,
)

WHO = replace(
    ELLA,
    other_names=(("Liz", ""), ("", "Kaur")),
    former_upns=(upn(2), temporary_upn(3)),
    other_births=(date(2008, 12, 1),),
)


@pytest.mark.parametrize(
    ("cells", "may_be", "are"),
    [
        # a surname or a number; two particulars of one person
        (["Pennington-Shaw"], True, False),
        (["pennington shaw", "x"], True, False),
        (["KAUR"], True, False),
        ([upn(1)], True, False),
        ([upn(2).lower()], True, False),
        ([temporary_upn(3)], True, False),
        ([uln(1)], True, False),
        (["Elizabeth"], False, False),
        (["04/03/2009"], False, False),
        (["WN1 1AZ"], False, False),
        (["Liz", "Kaur"], True, True),
        (["Elizabeth", "04.03.2009"], False, True),
        (["Elizabeth", "2009-03-04"], False, True),
        (["Elizabeth", "wn11az"], False, True),
        (["04/03/2009", "WN1 1AZ"], False, True),
        (["Elizabeth", "Liz"], False, False),  # two of one kind are one particular
        (["Elizabeth", "03/04/2009"], False, False),
        (["Elizabeth", ""], False, False),
        ([], False, False),
        # One particular of each of two people is none of both.
        (["Zoë", "Elizabeth"], False, False),
        (["Zoë", "Orr"], True, True),
    ],
)
def test_people_are_found_in_whatever_cells_they_are(
    cells: list[str], may_be: bool, are: bool
) -> None:
    people = Anywhere([WHO, Identity("Zoë", "Orr")])
    assert people.may_be_in(cells) is may_be
    assert people.are_in(cells) is are


def test_a_person_without_details_is_found_nowhere() -> None:
    people = Anywhere([Identity()])
    assert not people.may_be_in(["", "Kaur"])
    assert not people.are_in(["", "Kaur", "Elizabeth"])


STRANGER = {"given": "Omar", "family": "Shah", "born": None, "postcode": None}


@pytest.mark.parametrize(
    ("changes", "near"),
    [
        ({}, True),
        ({**STRANGER}, False),
        ({**STRANGER, "upn": upn(1)}, True),
        ({**STRANGER, "upn": upn(2)}, True),
        ({**STRANGER, "upn": temporary_upn(3)}, True),
        ({**STRANGER, "former_upns": (upn(1),)}, True),
        ({**STRANGER, "uln": uln(1)}, True),
        ({**STRANGER, "uln": uln(2)}, False),
        ({**STRANGER, "given": "Liz", "family": "Kaur"}, True),
        ({**STRANGER, "given": "Kaur", "family": "Liz"}, True),
        ({**STRANGER, "given": "Liz"}, False),
        ({**STRANGER, "given": "Liz", "born": date(2009, 4, 3)}, True),
        ({**STRANGER, "born": date(2009, 3, 4), "postcode": "WN1 1AZ"}, True),
        # at home, a name that begins with the same two letters
        ({**STRANGER, "family": "Kaye", "postcode": "WN1 1AZ"}, True),
        ({**STRANGER, "given": "Lisa", "postcode": "WN1 1AZ"}, True),
        ({**STRANGER, "given": "Lola", "postcode": "WN1 1AZ"}, False),
        ({**STRANGER, "family": "Kaye", "postcode": "WN7 1AB"}, False),
    ],
)
def test_a_row_is_near_a_person_with_whom_it_shares_a_detail(
    changes: dict[str, Any], near: bool
) -> None:
    people = Near([(5, WHO), (6, Identity("Zoë", "Orr", upn=upn(9)))])
    assert people.to(row(**{"middle": "", **changes})) == ({5} if near else set())


def test_a_row_may_be_near_several_people() -> None:
    assert Near([(5, WHO), (6, ELLA)]).to(row()) == {5, 6}


def test_the_numbers_and_the_surnames_of_a_person() -> None:
    assert list(numbers(WHO)) == [upn(1), upn(2), temporary_upn(3), uln(1)]
    assert list(numbers(row(uln=uln(2)))) == [uln(2)]
    assert families(WHO) == {"PENNINGTONSHAW", "KAUR"}
    assert families(Identity(family="Orr")) == {"ORR"}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (
            WHO,
            {
                ("2009:3:4", "ELIZABETH"),
                ("2009:3:4", "PENNINGTONSHAW"),
                ("2008:1:12", "ELIZABETH"),
                ("2008:1:12", "PENNINGTONSHAW"),
            },
        ),
        (Identity("Zoë", "Orr"), {("", "ZOE"), ("", "ORR")}),
        (Identity("Zoë", born=date(2009, 3, 4)), {("2009:3:4", "ZOE")}),
    ],
)
def test_rows_about_one_person_share_birth_and_one_name(
    who: Identity, found: set[tuple[str, str]]
) -> None:
    assert set(name_and_birth(who)) == found


@pytest.mark.parametrize(
    ("changes", "one"),
    [
        ({}, True),
        # a number in common, whatever else differs
        ({"upn": upn(1), "given": "Omar", "born": None}, True),
        ({"uln": uln(1), "given": "Omar", "born": None}, True),
        ({"uln": uln(2), "given": "Omar"}, False),
        # a surname alone, with the birthday or the home
        ({"given": "", "postcode": None}, True),
        ({"given": "", "born": None}, True),
        ({"given": "", "born": None, "postcode": None}, False),
        ({"given": "", "family": "Orr"}, False),
        # a close given name and nearly the birthday
        ({"given": "Liz", "born": date(2009, 4, 3), "postcode": None}, True),
        ({"given": "Liz", "born": None, "postcode": None}, True),
        ({"born": date(2011, 8, 9)}, False),
        ({"given": "Matilda"}, False),
        # another surname, with the birthday at home
        ({"family": "Orr"}, True),
        ({"family": "Orr", "postcode": None}, False),
        ({"family": "Orr", "born": None}, False),
    ],
)
def test_rows_with_few_details_may_be_about_one_person(
    changes: dict[str, Any], one: bool
) -> None:
    given = {"middle": "", **changes}
    assert may_be(row(**given), ELLA) is one
    assert may_be(ELLA, row(**given)) is one
