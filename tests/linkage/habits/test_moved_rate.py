"""How many of a list have moved, where its rows have no number to say so."""

from dataclasses import replace

import pytest

from tests.linkage.people import one_of_many
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, prepare
from tracker.linkage.decisions.moved_rate import homes_without_number
from tracker.linkage.population.known_records import Population

USUAL = {
    Level.SAME: (0.96, 0.0001),
    Level.DISTRICT: (0.02, 0.09),
    Level.DIFFERENT: (0.02, 0.91),
}


def held(number: int) -> Identity:
    """One of many, without a number."""
    return replace(one_of_many(number), upn=None, uln=None)


PEOPLE = [(number, held(number)) for number in range(1_000)]
POPULATION = Population(PEOPLE)
RARE, COMMON = 1e-10, 1e-2


def moved(rows: list[Identity], chance: float = RARE) -> float:
    """The share that has another home by this list, names as common as that."""
    found = homes_without_number(
        USUAL,
        [(row, prepare(row)) for row in rows],
        POPULATION,
        lambda row: chance,
        strangers=0.1,
    )
    assert {level: u for level, (_, u) in found.items()} == {
        level: u for level, (_, u) in USUAL.items()
    }
    assert sum(m for m, _ in found.values()) == pytest.approx(1)
    return found[Level.DISTRICT][0] + found[Level.DIFFERENT][0]


def gone(first: int, last: int) -> list[Identity]:
    return [replace(one, postcode="M1 1AA") for _, one in PEOPLE[first:last]]


def here(first: int, last: int) -> list[Identity]:
    return [one for _, one in PEOPLE[first:last]]


def strangers(count: int) -> list[Identity]:
    return [replace(held(each), given=f"Other{each}") for each in range(count)]


def test_a_list_on_which_every_third_person_has_moved_shows_it() -> None:
    assert 0.27 < moved(gone(0, 300) + here(300, 900)) < 0.34


def test_an_ordinary_list_keeps_the_usual_weights() -> None:
    assert moved(here(0, 900)) < 0.02
    assert moved([]) == pytest.approx(0.04)


def test_a_few_rows_change_little() -> None:
    assert moved(gone(0, 3)) < 0.08


def test_namesakes_are_not_counted_as_moves() -> None:
    """A list of strangers with common names, some of which are also on record."""
    assert moved(gone(0, 40) + strangers(800), COMMON) < 0.05


def test_rows_with_a_number_and_rows_without_a_home_do_not_count() -> None:
    numbered = [replace(one, uln="1000000043") for one in gone(0, 400)]
    nowhere = [replace(one, postcode=None) for one in gone(0, 400)]
    assert moved(numbered + nowhere) == pytest.approx(0.04)
