"""The people on record, by every detail that a row may share. All are invented."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, neighbours, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.population.blocking import keys, made_of
from tracker.linkage.population.known_records import (
    NameCounts,
    Population,
    exact_keys,
    name_and_birth_keys,
)

BORN, ALSO_BORN = date(2009, 3, 4), date(2008, 12, 1)
FULL = replace(
    ELLA,
    other_names=(("Liz", ""), ("", "Kaur")),
    former_upns=(upn(2), temporary_upn(3)),
    former_ypids=("3590000000002",),
    other_births=(ALSO_BORN,),
)


def test_every_key_of_a_record_for_each_of_its_names() -> None:
    """By number, by birthday with letters of a name, by home, by both names."""
    who = prepare(
        row(
            given="Ann",
            middle="Ruth",
            family="Lee",
            other_names=(("", "Kaur"),),
            born=date(2009, 4, 3),
            postcode="WN1 1AZ",
            upn=upn(1),
            uln=uln(1),
        )
    )
    assert keys(who) == {
        f"i|{upn(1)}",
        f"l|{uln(1)}",
        *(f"b|2009-04-03|{name}" for name in ("ANN", "RUT", "LEE", "KAU")),
        *(f"u|2009:3:4|{name}" for name in ("ANN", "RUTH", "LEE", "KAUR")),
        "p|2009-04-03|WN1 1AZ",
        *("n|ANN|LEE", "n|ANN|KAUR"),
        *("a|ANN|LEE|WN1 1AZ", "a|ANN|KAUR|WN1 1AZ"),
        *(f"f|{name}|WN1 1AZ" for name in ("ANN", "LEE", "KAUR")),
    }
    assert "n|ANN|LEE" in keys(prepare(Identity(given="Lee", family="Ann")))


def test_a_record_without_a_number_a_birthday_or_a_home_has_no_key_of_them() -> None:
    assert keys(prepare(Identity(given="Ann", family="Lee"))) == {"n|ANN|LEE"}
    assert keys(prepare(Identity(given="Ann", postcode="WN1 1AZ"))) == {"f|ANN|WN1 1AZ"}
    assert keys(prepare(Identity())) == set()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("b|x", "date of birth and first letters of a name"),
        ("u|x", "date of birth and a name"),
        ("p|x", "date of birth and postcode"),
        ("n|x", "given and family name"),
        ("a|x", "name and postcode"),
        ("f|x", "one name and postcode"),
        ("i|x", "UPN"),
        ("l|x", "ULN"),
    ],
)
def test_a_key_says_what_two_records_have_in_common(key: str, words: str) -> None:
    assert made_of(key) == words


def test_exact_keys_have_each_name_each_birthday_and_the_home() -> None:
    names = [
        *(("ELIZABETH", "PENNINGTONSHAW"), ("LIZ", "PENNINGTONSHAW")),
        *(("ELIZABETH", "KAUR"), ("LIZ", "KAUR")),
    ]
    births = [(*name, born) for name in names for born in (BORN, ALSO_BORN)]
    assert name_and_birth_keys(FULL) == births
    assert exact_keys(FULL) == [(*key, "WN1 1AZ") for key in births]
    assert exact_keys(replace(FULL, postcode="ZZ99 9ZZ")) == []
    assert exact_keys(replace(FULL, postcode=None)) == []
    assert name_and_birth_keys(row(born=None)) == []
    twice = row(other_births=(BORN,))
    assert name_and_birth_keys(twice) == [("ELIZABETH", "PENNINGTONSHAW", BORN)]


SHARED = [
    ("upn", upn(1)),
    ("upn", upn(2)),
    ("upn", temporary_upn(3)),
    ("uln", uln(1)),
    ("ypid", "3590000000001"),
    ("ypid", "3590000000002"),
    ("postcode", "WN1 1AZ"),
]


@pytest.mark.parametrize(("field", "value"), SHARED)
def test_people_are_found_by_what_they_share_current_or_former(
    field: str, value: str
) -> None:
    people = Population([(9, FULL), (2, FULL), *neighbours(5)])
    assert list(people.sharing(field, value)) == [2, 9]
    assert list(people.sharing(field, "another")) == []


@pytest.mark.parametrize(("field", "value"), SHARED)
def test_a_person_put_in_replaced_or_removed_is_found_or_no_longer(
    field: str, value: str
) -> None:
    people = Population(neighbours(5))
    assert list(people.sharing(field, value)) == []
    people.put(9, FULL)
    people.put(2, FULL)
    people.put(2, FULL)
    assert list(people.sharing(field, value)) == [2, 9]
    people.put(9, Identity(given="Zoë"))
    assert list(people.sharing(field, value)) == [2]
    assert people.prepared(9).given == "ZOE"
    people.put(2, None)
    people.put(77, None)
    assert list(people.sharing(field, value)) == []
    assert (len(people), 2 in people.people) == (6, False)


@pytest.mark.parametrize(
    ("changes", "found", "exactly"),
    [
        ({}, True, True),
        ({"given": "LIZ", "family": "kaur"}, True, True),
        ({"born": ALSO_BORN}, True, True),
        ({"postcode": "WN7 1AB"}, True, False),
        ({"postcode": None}, True, False),
        ({"postcode": "ZZ99 9ZZ"}, True, False),
        ({"born": None}, False, False),
        ({"born": date(2009, 4, 3)}, False, False),
        ({"given": "Elisabeth"}, False, False),
        ({"given": ""}, False, False),
    ],
)
def test_namesakes_have_a_name_and_a_birthday_and_exactly_the_home_too(
    changes: dict[str, Any], found: bool, exactly: bool
) -> None:
    people = Population([(9, FULL), (2, FULL), *neighbours(5)])
    listed = row(**changes)
    assert people.namesakes(listed) == ([2, 9] if found else [])
    assert people.exactly(listed) == ([2, 9] if exactly else [])


def test_names_are_counted_and_kept_counted() -> None:
    ann, bea = Identity("Ann", "Lee"), Identity("Bea", "Lee")
    people = Population([(1, ann), (2, ann), (3, bea)])
    assert people.names() == {("ANN", "LEE"): 2, ("BEA", "LEE"): 1}
    assert people.name_counts() == NameCounts(3, {"ANN": 2, "BEA": 1}, {"LEE": 3})
    people.put(3, ann)
    people.put(4, Identity("Cat", "Orr", postcode="WN1 1AZ"))
    assert people.names() == {("ANN", "LEE"): 3, ("CAT", "ORR"): 1}
    people.put(1, None)
    people.put(4, None)
    assert people.names() == {("ANN", "LEE"): 2}
    assert people.name_counts() == NameCounts(2, {"ANN": 2}, {"LEE": 2})


def test_a_number_of_a_person_given_twice_is_refused_by_a_sentence() -> None:
    with pytest.raises(ValueError) as refused:
        Population([(1, ELLA), (1, FULL)])
    assert str(refused.value) == ("A person's number is given twice in the population.")


NEAR = [
    # what a person shares with the row, and whether they are looked at
    (Identity("Omar", "Shah", born=BORN), True),  # the letters of her second surname
    (Identity("Omar", "Orr", born=BORN), False),
    (Identity("Elizabeth", "Shah", born=date(2009, 4, 3)), True),
    (Identity("Elizabeth", "Pennington-Shaw"), True),
    (Identity("Pennington-Shaw", "Elizabeth"), True),
    (Identity("Elizabeth", "Shah", postcode="WN1 1AZ"), True),
    (Identity("Elizabeth", "Shah", postcode="WN7 1AB"), False),
    (Identity("Omar", "Shah", postcode="WN1 1AZ"), False),
    (Identity("Elizabeth", "Shah", born=date(2008, 3, 4)), False),
    # A number alone has been handled before.
    (Identity("Omar", "Shah", upn=upn(1)), False),
]


@pytest.mark.parametrize(("person", "near"), NEAR)
def test_the_people_in_a_block_share_a_key_and_birthday_home_or_name(
    person: Identity, near: bool
) -> None:
    listed = prepare(row(upn=upn(1)))
    blocks = Population([(5, person)]).blocks([listed])
    assert bool(blocks) is near
    assert all(people == [5] for people in blocks.values())
    assert blocks.keys() <= keys(listed)


def test_the_people_of_a_block_come_in_the_order_of_their_numbers() -> None:
    blocks = Population([(7, ELLA), (3, ELLA)]).blocks([prepare(row())])
    assert set(map(tuple, blocks.values())) == {(3, 7)}
    assert set(blocks) == keys(prepare(row()))
