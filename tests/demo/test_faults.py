"""What senders do to names, dates and numbers, and how often. Invented people only."""

from datetime import date
from random import Random

import pytest

from tracker.demo.files.sheets import plain
from tracker.demo.people.faults import COLLEGE, Care, mistyped, shown, upns_on
from tracker.demo.people.places import Places
from tracker.demo.people.population import Population

DAY = date(2026, 9, 18)


@pytest.fixture(scope="module")
def places():
    return Places("359")


@pytest.fixture(scope="module")
def people(places):
    return Population(Random("faults"), places).year_group(2024, 3_000)


def test_a_careful_sender_writes_what_is_true(people, places):
    rng = Random(1)
    for person in people[:200]:
        row = shown(rng, person, DAY, Care(), places)
        assert (row.given, row.family, row.born) == (
            person.given,
            person.family_on(DAY),
            person.born,
        )
        assert row.home == person.home_on(DAY)
        assert (row.upn, row.uln) == (person.upn, person.uln or "")


@pytest.mark.parametrize(
    "what, low, high",
    [("surname", 0.06, 0.12), ("postcode", 0.02, 0.07), ("born", 0.002, 0.015)],
)
def test_a_college_makes_its_faults_as_often_as_colleges_do(
    people, places, what, low, high
):
    rng = Random(2)
    wrong = 0
    for person in people:
        row = shown(rng, person, DAY, COLLEGE, places)
        wrong += {
            "surname": row.family != person.family_on(DAY),
            "postcode": row.home.postcode != person.home_on(DAY).postcode,
            "born": row.born != person.born,
        }[what]
    assert low <= wrong / len(people) <= high


@pytest.mark.parametrize("name", ["Gaskell", "Ng", "O'Neill", "Ashworth-Pye"])
def test_a_mistyped_name_is_one_slip_away(name):
    rng = Random(3)
    for _ in range(30):
        assert abs(len(mistyped(rng, name)) - len(name)) <= 1


@pytest.mark.parametrize(
    "text, encoding, written",
    [
        ("Zoë Wiśniewski", "cp1252", "Zoë Wisniewski"),
        ("Zoë Wiśniewski", "utf-8", "Zoë Wiśniewski"),
        ("Łukasz", "cp1252", "Lukasz"),
    ],
)
def test_letters_that_an_encoding_lacks_lose_their_accents(text, encoding, written):
    assert text.encode(encoding, "plain letters").decode(encoding) == written


def test_plain_letters_are_ascii():
    assert plain("Łukasz Núñez Ștefan") == "Lukasz Nunez Stefan"


def test_a_temporary_upn_gives_way_to_the_first_one_and_is_kept_as_former(people):
    person = next(each for each in people if each.temporary_upn)
    before, after = date(2023, 11, 30), date(2023, 12, 1)
    assert upns_on(person, before) == (person.temporary_upn, "")
    assert upns_on(person, after) == (person.upn, person.temporary_upn)
