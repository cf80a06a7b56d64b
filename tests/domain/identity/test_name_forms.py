"""Spellings of one name. Everybody here is invented."""

import pytest

from tracker.domain.history.identity.name_forms import (
    has_lost_letters,
    is_initial_of,
    is_short_form_of,
    is_variant,
    letters,
    repaired,
    words,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zoë", "ZOE", True),
        ("O'Brien", "OBrien", True),
        ("Mac Donald", "McDONALD", True),
        ("Smith Jones", "Smith-Jones", True),
        ("Jones-Smith", "Smith-Jones", True),
        ("Smith", "Smyth", True),  # a slip of the keyboard
        ("Smith", "Smiht", True),
        ("Smith", "Smithh", True),
        ("Smith", "Smit", True),
        ("Kaur", "Kuar", True),
        ("Nu?ez", "Núñez", True),  # letters lost in an encoding
        ("Wi\ufffdniewski", "Wiśniewski", True),
        ("J", "John", True),
        ("Smith", "Smith-Jones", True),
        ("Muhammad", "Muhammad Ali", True),
        ("Иванов", "ИВАНОВ", True),
        ("Patel", "Singh", False),
        ("Smith", "Jones", False),
        ("Li", "Lu", False),
        ("Sample Sample", "Sample", True),
        ("Ray", "Roy", True),  # three letters are enough
        ("Amith", "Bnith", False),  # two letters are no slip
        ("Smith", "Szmith", True),
        ("Smith", "Szmithe", False),
        ("Smith", "Smiths", True),
        ("Smith", "Smithes", False),
        ("Smith", "msith", True),  # the first two exchanged
        ("Smith", "imSth", False),
        ("Smtih", "Smith", True),
        ("Smtix", "Smith", False),  # exchanged, and another wrong
        ("Li", "Lis", False),
        ("Zo?", "Zoë", True),
        ("Zo?", "Zoraya", False),  # a mark is two letters at most
        ("Z?e", "Zooe", True),
        ("Z?e", "Zoooe", False),
        ("Z?e", "Zoa", False),
        ("ZoÃ«", "Amira", False),
        ("J", "Amira", False),
        ("J", "J", True),
        ("?", "Smith", False),
        ("Ng", "Nguyen", False),
        ("K", "John", False),
        ("Иванов", "Петров", False),
        ("", "Smith", False),
    ],
)
def test_variants_of_one_name_and_different_names(
    one: str, other: str, same: bool
) -> None:
    assert is_variant(one, other) is same
    assert is_variant(other, one) is same


@pytest.mark.parametrize(
    ("short", "full", "found"),
    [
        ("Bill", "William", True),
        ("Ben", "Benjamin", True),
        ("Liz", "Elizabeth", True),
        ("Alex", "Alexandra", True),
        ("William", "Bill", False),
        ("Amira", "Olivia", False),
        ("Ann", "Ann", False),
        ("Be", "Beatrix", False),  # too short to begin a name
        ("Bea", "Beax", True),
        ("Bea", "Bea", False),
        ("", "William", False),
        ("William", "", False),
        # Spellings of one name: up to two letters longer.
        ("Mohammed", "Mehmet", True),
        ("Annabelle", "Anabel", False),
        ("Anabel", "Annabelle", True),
    ],
)
def test_short_forms(short: str, full: str, found: bool) -> None:
    assert is_short_form_of(short, full) is found


def test_a_wrong_encoding_is_undone_where_it_can_be() -> None:
    assert repaired("ZoÃ«") == "Zoë"
    assert repaired("Åukasz") == "Åukasz"
    assert repaired("Zoë") == "Zoë"


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("Zo?", True),
        ("Zo\ufffd", True),
        ("ZoÃ«", True),
        ("Zoâ€™", True),
        ("Zoë", False),
    ],
)
def test_letters_that_were_lost_are_seen(name: str, lost: bool) -> None:
    assert has_lost_letters(name) is lost


@pytest.mark.parametrize("sign", "ÂÃÄÅ")
def test_each_beginning_of_a_wrong_encoding_is_seen(sign: str) -> None:
    assert has_lost_letters(f"Zo{sign}«")
    assert not has_lost_letters(f"Zo{sign}a")


@pytest.mark.parametrize(
    ("one", "other", "initial"),
    [
        ("J", "John", True),
        ("j.", "John", True),
        ("J", "J", False),
        ("Jo", "John", False),
        ("J", "", False),
        ("", "John", False),
        ("K", "John", False),
    ],
)
def test_an_initial_is_the_first_letter_alone(one, other, initial) -> None:
    assert is_initial_of(one, other) is initial


def test_a_scottish_name_is_the_same_with_mac_and_mc() -> None:
    assert letters("MacDonald") == letters("McDonald") == "mcdonald"
    assert letters("Mac Donald") == "mcdonald"
    assert letters("Mackey") == "mackey"  # three letters after it are too few
    assert words("MacDonald Mac Test") == ("mcdonald", "mac", "test")


def test_letters_of_any_alphabet_are_kept() -> None:
    assert letters("Łukasz O’Neill-D’Arcy") == "lukaszoneilldarcy"
    assert letters("محمد") and letters("Иванов") != letters("Петров")
