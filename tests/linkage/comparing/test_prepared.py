"""What of a record is compared: its names in one spelling, the numbers that count."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import (
    CLOSE_NAME,
    EXACT_NAME,
    NEAR_DATE,
    OWN_NAME,
    Agreement,
    Level,
    all_names,
    births_of,
    compare,
    prepare,
    prove_themselves,
    spelling,
    swapped_alike,
    unordered,
)

BORN, ALSO_BORN = date(2009, 3, 14), date(2008, 12, 1)


def test_every_detail_of_a_record_is_made_ready_to_be_compared() -> None:
    who = Identity(
        given="Anna-Marie",
        family="O'Neill Shaw",
        middle="Zoë Jo",
        other_names=(("Liz", ""), ("", "Okafor")),
        sealed_names=(("", "Seddon"),),
        born=BORN,
        other_births=(ALSO_BORN,),
        sex="F",
        postcode="WN1 1AZ",
        upn=upn(1),
        former_upns=(upn(2), temporary_upn(3), "A" + upn(4)[1:]),
        uln=uln(1),
        ypid="3590000000001",
        former_ypids=("3590000000002",),
    )
    made = prepare(who)._asdict()
    links = made.pop("given_links")
    assert (
        made
        == {
            "given": "ANNAMARIE",
            "family": "ONEILLSHAW",
            "given_names": {"ANNAMARIE", "LIZ"},
            "family_names": {"ONEILLSHAW", "OKAFOR", "SEDDON"},
            "given_parts": {"ANNA", "MARIE"},
            "all_given_parts": {"ANNA", "MARIE", "ZOE"},  # Jo is too short to be a name
            "family_parts": {"ONEILL", "SHAW"},
            "middle": "ZOEJO",
            "born": "2009-03-14",
            "born_unordered": "2009:3:14",
            "births": {"2009-03-14", "2008-12-01"},
            "sex": "F",
            "postcode": "WN1 1AZ",
            "district": "WN1",
            "upns": {upn(1), upn(2)},
            "temporary_upns": {temporary_upn(3), "A" + upn(4)[1:]},
            "uln": uln(1),
            "ypids": {"3590000000001", "3590000000002"},
            "marks": "",
        }
    )
    assert links == prepare(Identity(given="Liz")).given_links
    assert links


def test_a_record_with_nothing_has_nothing_to_be_compared() -> None:
    nothing = prepare(Identity())._asdict()
    texts = ("given", "family", "middle", "born", "born_unordered", "sex", "postcode")
    for name in (*texts, "district", "uln", "marks"):
        assert nothing.pop(name) == "", name
    assert set(nothing.values()) == {frozenset()}


@pytest.mark.parametrize(
    ("who", "field", "value"),
    [
        # Unknown and withheld are not values that can differ.
        (row(sex="M"), "sex", "M"),
        (row(sex="U"), "sex", ""),
        (row(sex="W"), "sex", ""),
        (row(postcode="ZZ99 9ZZ"), "postcode", ""),
        (row(postcode="ZZ99 9ZZ"), "district", ""),
        (row(given="Micha?"), "marks", "Micha?"),
        (row(given="Michał"), "marks", ""),
        (row(given="", family="Kaur"), "given_names", frozenset()),
        (row(given="", other_names=(("Bess", ""),)), "given_names", {"BESS"}),
        (row(family="", other_names=(("", "Gill"),)), "family_names", {"GILL"}),
        (row(middle="Al"), "all_given_parts", {"ELIZABETH"}),
        (row(middle="Ann"), "all_given_parts", {"ELIZABETH", "ANN"}),
        (row(middle=""), "all_given_parts", {"ELIZABETH"}),
        (row(ypid=None, former_ypids=("3590000000002",)), "ypids", {"3590000000002"}),
        (row(upn=None, former_upns=(upn(2),)), "upns", {upn(2)}),
    ],
)
def test_a_detail_is_compared_as(who: Identity, field: str, value: Any) -> None:
    assert getattr(prepare(who), field) == value


def test_at_most_eight_names_of_a_person_are_compared() -> None:
    many = tuple((f"Zel{letter}", f"Quo{letter}") for letter in "abcdefghij")
    one = prepare(row(other_names=many))
    assert one.given_names == {"ELIZABETH", *(f"ZEL{each}" for each in "ABCDEFG")}
    assert one.family_names == {
        *("PENNINGTONSHAW",),
        *(f"QUO{each}" for each in "ABCDEFG"),
    }
    names = all_names(row(other_names=many))
    assert len(names) == 64
    assert names[0] == ("ELIZABETH", "PENNINGTONSHAW")


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (Identity(given="Ann", family="Lee"), [("ANN", "LEE")]),
        (Identity(given="Ann"), []),
        (Identity(family="Lee"), []),
        (
            Identity("Ann", "Lee", other_names=(("Nan", "Gill"),)),
            [("ANN", "LEE"), ("NAN", "LEE"), ("ANN", "GILL"), ("NAN", "GILL")],
        ),
        (
            Identity("Ann", "Lee", other_names=(("Ann", ""),)),
            [("ANN", "LEE")],
        ),
        (
            Identity("Ann", "", other_names=(("", "Gill"),)),
            [("ANN", "GILL")],
        ),
        (
            Identity("Ann", "Lee", sealed_names=(("", "Gill"),)),
            [("ANN", "LEE"), ("ANN", "GILL")],
        ),
    ],
)
def test_a_list_may_mix_the_names_of_a_person(
    who: Identity, names: list[tuple[str, str]]
) -> None:
    assert all_names(who) == names


def test_the_dates_of_birth_begin_with_the_current_one() -> None:
    assert births_of(row(born=BORN, other_births=(ALSO_BORN,))) == (BORN, ALSO_BORN)
    assert births_of(row(born=None, other_births=(ALSO_BORN,))) == (ALSO_BORN,)
    assert births_of(row(born=None)) == ()


def test_day_and_month_in_either_order_are_one_date_of_that_year() -> None:
    assert unordered(date(2009, 4, 3)) == unordered(date(2009, 3, 4)) == "2009:3:4"
    assert swapped_alike("2009-12-01") == "2009:1:12"
    assert unordered(None) == ""


@pytest.mark.parametrize(
    ("number", "proves"),
    [
        (upn(1), True),
        ("A" + upn(1)[1:], False),  # a wrong check letter
        (temporary_upn(1), False),
    ],
)
def test_a_upn_decides_alone_if_it_is_permanent_and_right(
    number: str, proves: bool
) -> None:
    assert prove_themselves(number) is proves


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        # In shorter names one letter makes another name.
        ("MARY", "MARI", Level.ONE_LETTER),
        ("MIA", "MYA", Level.DIFFERENT),
        ("MARY", "MAR", Level.SIMILAR),
        ("JOHN", "JHON", Level.ONE_LETTER),
        ("OLIVER", "OLIVERR", Level.ONE_LETTER),
        ("OLIVER", "LIVER", Level.ONE_LETTER),
        ("MARTHA", "MARHTAA", Level.SIMILAR),
        # Jaro and Winkler's measure is 0.9 here, and a hair below it there.
        ("MICHELLE", "MICHEALA", Level.SIMILAR),
        ("CHERIE", "CATHERINE", Level.DIFFERENT),
        ("OLIVER", "OLIVIA", Level.DIFFERENT),
        ("CHARLOTTE", "MATILDA", Level.DIFFERENT),
    ],
)
def test_names_written_differently_are_one_letter_off_similar_or_different(
    one: str, other: str, level: Level
) -> None:
    assert spelling(one, other) is level
    assert spelling(other, one) is level


@pytest.mark.parametrize(
    ("one", "other", "field", "level"),
    [
        # A name in the other column counts only if both names are there on both sides.
        (row(given="Ali"), row(given="", family="Ali"), "family", Level.DIFFERENT),
        (
            row(given="Ali", family="Shah"),
            row(given="Shah", family="Ali"),
            "given",
            Level.SWAPPED,
        ),
        (
            row(given="Ali", family="Shah"),
            row(given="Shah", family="Lee"),
            "given",
            Level.CROSSED,
        ),
        (
            row(given="Ali", family="Shah"),
            row(given="Lee", family="Ali"),
            "family",
            Level.CROSSED,
        ),
        # An initial stands for a name only where one side has no more than it.
        (row(given="E"), row(given="Elizabeth"), "given", Level.INITIAL),
        (row(given="E"), row(given="F"), "given", Level.DIFFERENT),
        (row(given="Ed"), row(given="Elizabeth"), "given", Level.DIFFERENT),
        (row(given="Anna Marie"), row(given="Marie"), "given", Level.PART),
        (row(given="Anna Marie"), row(given="Marie Sue"), "given", Level.DIFFERENT),
        (row(family="Shaw Pennington"), row(), "family", Level.PART),
        (row(family="Shaw Kaur"), row(), "family", Level.DIFFERENT),
        (
            row(born=date(2009, 3, 4)),
            row(born=date(2009, 3, 5)),
            "born",
            Level.ONE_DIGIT,
        ),
        (
            row(born=date(2009, 3, 4)),
            row(born=date(2009, 3, 15)),
            "born",
            Level.DIFFERENT,
        ),
        (
            row(born=date(2009, 3, 4)),
            row(born=date(2007, 1, 1), other_births=(date(2009, 3, 4),)),
            "born",
            Level.SAME,
        ),
        (row(middle=""), row(), "middle", Level.MISSING),
        (row(middle="Ruth"), row(middle="Rose"), "middle", Level.INITIAL),
        (row(sex=None), row(), "sex", Level.MISSING),
        (
            row(upn=upn(1)),
            row(upn=upn(3), former_upns=(upn(2),)),
            "upn",
            Level.DIFFERENT,
        ),
        (row(upn=upn(1)), row(), "upn", Level.MISSING),
        (row(postcode=None), row(), "postcode", Level.MISSING),
    ],
)
def test_two_records_agree_in_a_field(
    one: Identity, other: Identity, field: str, level: Level
) -> None:
    assert getattr(compare(prepare(one), prepare(other)), field) is level
    assert getattr(compare(prepare(other), prepare(one)), field) is level


ALIKE = compare(prepare(ELLA), prepare(ELLA))


@pytest.mark.parametrize(
    ("changes", "close", "exact", "same_person", "moved", "twin"),
    [
        # levels; the name is close, is exact; exact with birthday; moved; a twin
        ({}, True, True, True, False, False),
        ({"given": Level.KNOWN}, True, True, True, False, False),
        ({"family": Level.KNOWN}, True, True, True, False, False),
        ({"given": Level.PART}, True, False, False, False, False),
        ({"family": Level.PART}, True, False, False, False, False),
        ({"given": Level.MISSING}, False, False, False, False, False),
        ({"family": Level.MISSING}, False, False, False, False, False),
        ({"family": Level.DIFFERENT}, False, False, False, False, False),
        ({"born": Level.SWAPPED}, True, True, False, False, False),
        ({"postcode": Level.DISTRICT}, True, True, True, True, False),
        ({"postcode": Level.DIFFERENT}, True, True, True, True, False),
        ({"postcode": Level.MISSING}, True, True, True, False, False),
        (
            {"postcode": Level.DIFFERENT, "given": Level.PART},
            *(True, False, False, False, False),
        ),
        ({"given": Level.DIFFERENT}, False, False, False, False, True),
        (
            {"given": Level.DIFFERENT, "family": Level.ONE_LETTER},
            *(False, False, False, False, True),
        ),
        (
            {"given": Level.DIFFERENT, "family": Level.DIFFERENT},
            *(False, False, False, False, False),
        ),
        (
            {"given": Level.DIFFERENT, "born": Level.ONE_DIGIT},
            *(False, False, False, False, False),
        ),
        (
            {"given": Level.DIFFERENT, "postcode": Level.DISTRICT},
            *(False, False, False, False, False),
        ),
    ],
)
def test_an_agreement_in_short(
    changes: dict[str, Level],
    close: bool,
    exact: bool,
    same_person: bool,
    moved: bool,
    twin: bool,
) -> None:
    found: Agreement = replace(ALIKE, **changes)
    assert found.name_is_close is close
    assert found.name_is_exact is exact
    assert found.is_exact is same_person
    assert found.has_moved is moved
    assert found.looks_like_a_twin is twin


@pytest.mark.parametrize(
    ("upns", "ulns", "differs", "same"),
    [
        (Level.SAME, Level.SAME, [], ["UPN", "ULN"]),
        (Level.SAME, Level.DIFFERENT, ["ULN"], ["UPN"]),
        (Level.DIFFERENT, Level.MISSING, ["UPN"], []),
        (Level.MISSING, Level.MISSING, [], []),
    ],
)
def test_the_numbers_that_agree_and_those_that_differ(
    upns: Level, ulns: Level, differs: list[str], same: list[str]
) -> None:
    found = replace(ALIKE, upn=upns, uln=ulns)
    assert found.numbers(Level.DIFFERENT) == differs
    assert found.numbers(Level.SAME) == same
    assert found.has_another_number is bool(differs)


def test_the_levels_are_ordered_and_grouped() -> None:
    in_words = [str(level) for level in Level]
    assert in_words == [
        *("same", "another name they are known by", "part of the longer name"),
        *("short form of the name", "a middle name used as given name", "swapped"),
        *("swapped in part", "one letter different", "one digit different"),
        *("similar", "same initial", "same postcode district", "different"),
        "not given on both",
    ]
    assert {Level.SAME, Level.KNOWN} == EXACT_NAME
    assert EXACT_NAME | {Level.PART, Level.SHORT_FORM} == OWN_NAME
    assert set(Level) - CLOSE_NAME == {
        *(Level.ONE_DIGIT, Level.DISTRICT, Level.DIFFERENT, Level.MISSING)
    }
    assert {*(Level.SAME, Level.SWAPPED, Level.ONE_DIGIT, Level.MISSING)} == NEAR_DATE
