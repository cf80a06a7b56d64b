"""Spellings that make no difference between people. All names are invented."""

import pytest

from tracker.domain.history.person import Identity
from tracker.linkage.names.compared_names import short_form_links, spelled, tokens
from tracker.linkage.population.known_records import Population
from tracker.linkage.population.name_chances import NameChances


@pytest.mark.parametrize(
    ("written", "also_written"),
    [
        ("O'Brien", "OBRIEN"),
        ("O’Brien", "o'brien"),
        ("O Brien", "O'Brien"),
        ("Mary-Jane", "Mary Jane"),
        ("Smith-Jones", "SMITH JONES"),
        ("MacDonald", "McDonald"),
        ("Mac Donald", "mcdonald"),
        ("José", "Jose"),
        ("Wiśniewski", "WISNIEWSKI"),
        ("Łuczak", "Luczak"),
        ("Jørgensen", "Jorgensen"),
        ("Zoë ", "zoe"),
        ("St. John", "St John"),
    ],
)
def test_these_are_one_spelling(written: str, also_written: str) -> None:
    assert spelled(written) == spelled(also_written)


@pytest.mark.parametrize(
    ("written", "other"),
    [("Smith", "Smyth"), ("Mace", "Mce"), ("Mia", "Mya"), ("Lee", "Leigh")],
)
def test_these_are_two_spellings(written: str, other: str) -> None:
    assert spelled(written) != spelled(other)


def test_a_double_barrelled_name_is_also_its_parts() -> None:
    assert tokens("O'Neill-Łuczak") == ("ONEILL", "LUCZAK")


@pytest.mark.parametrize(
    ("full", "short", "linked"),
    [
        ("ALEXANDER", "ALEX", True),
        ("ELIZABETH", "LIZ", True),
        ("OLIVER", "OLLIE", True),
        ("ALEXANDER", "ALEXANDRA", False),  # twins may be called so
        ("OLIVER", "OLIVIA", False),
        ("AISHA", "FATIMA", False),
    ],
)
def test_short_forms_come_from_the_kept_list(
    full: str, short: str, linked: bool
) -> None:
    assert bool(short_form_links(full) & short_form_links(short)) is linked


def test_names_are_counted_again_after_a_person_is_renamed():
    population = Population(
        (number, Identity(given="Amira", family="Example")) for number in range(5)
    )
    before = NameChances.of(population)
    population.put(3, population.identity(3))
    assert NameChances.of(population) is before
    population.put(3, Identity(given="Amira", family="Otherwise"))
    after = NameChances.of(population)
    assert after.family("EXAMPLE") < before.family("EXAMPLE")
    fresh = Population((one, population.identity(one)) for one in population.people)
    assert after.full("AMIRA", "EXAMPLE") == NameChances.of(fresh).full(
        "AMIRA", "EXAMPLE"
    )
