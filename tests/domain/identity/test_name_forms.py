"""Spellings of one name. Everybody here is invented."""

import pytest

from tracker.domain.history.identity.name_forms import (
    is_short_form_of,
    is_variant,
    letters,
    repaired,
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
    ],
)
def test_short_forms(short: str, full: str, found: bool) -> None:
    assert is_short_form_of(short, full) is found


def test_a_wrong_encoding_is_undone_where_it_can_be() -> None:
    assert repaired("ZoÃ«") == "Zoë"
    assert repaired("Åukasz") == "Åukasz"
    assert repaired("Zoë") == "Zoë"


def test_letters_of_any_alphabet_are_kept() -> None:
    assert letters("Łukasz O’Neill-D’Arcy") == "lukaszoneilldarcy"
    assert letters("محمد") and letters("Иванов") != letters("Петров")
