"""Given names that are one name, and names that two siblings may have."""

from itertools import combinations

import pytest

from tracker import domain
from tracker.domain.history.identity.short_forms import (
    are_one_name,
    is_known_short_form,
    is_of_both_sexes,
    links,
)
from tracker.domain.reference.letters import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("liv", "olivia"),
        ("mo", "mohammed"),
        ("shaun", "sean"),
        ("ayesha", "aisha"),
        ("kate", "kathryn"),
        ("zuzia", "zuzanna"),
        ("muhammad", "mohamed"),
        ("kuba", "jakub"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert are_one_name(one, other) and are_one_name(other, one)
    assert links(one) & links(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hassan", "hussain"),
        ("harry", "harrison"),
        ("emma", "emily"),
        ("luke", "lucas"),
        ("lewis", "louis"),
        ("alexander", "alexandra"),
        ("eva", "ava"),
        ("sara", "zara"),
        ("layla", "leah"),
        ("kate", "katie"),
        ("beth", "elizabeth"),
        ("anna", "hannah"),
    ],
)
def test_names_that_two_children_may_have(one: str, other: str) -> None:
    assert not are_one_name(one, other)


def test_a_short_form_is_not_the_long_one() -> None:
    assert is_known_short_form("liv", "olivia")
    assert not is_known_short_form("olivia", "liv")
    assert is_known_short_form("bill", "william")
    assert is_known_short_form("mohammed", "muhammad")
    assert is_known_short_form("muhammad", "mohammed")
    assert not is_known_short_form("amira", "olivia")


def test_a_short_form_is_of_every_spelling_of_its_name() -> None:
    for full in ("muhammad", "mohammed", "mehmet"):
        assert are_one_name("mo", full)
        assert f"{full}>mo" in links("mo") & links(full)
    assert "mehmet=muhammad" in links("muhammad") & links("mehmet")


def test_his_and_hers_sound_alike_and_are_two_names() -> None:
    are_two = domain.history.identity.short_forms.are_different_names
    assert are_two("francis", "frances") and are_two("frances", "francis")
    assert are_two("gwyn", "gwen")
    assert not are_two("sean", "shaun")
    assert not are_two("olivia", "liv")


@pytest.mark.parametrize("name", ["sam", "frankie", "fran", "mel", "manny", "val"])
def test_each_line_of_short_forms_for_both_is_read(name: str) -> None:
    assert is_of_both_sexes(name)


def test_links_come_from_the_package_and_our_table() -> None:
    assert links("liz") & links("elizabeth")
    assert not links("alexander") & links("alexandra")
    assert links("unheard of") == frozenset()


def test_short_forms_of_girls_and_boys() -> None:
    assert is_of_both_sexes("sam") and is_of_both_sexes("alex")
    assert not is_of_both_sexes("tom")


def test_every_line_of_the_table_can_be_read() -> None:
    """No name is alone in its group, and no spelling is in two groups."""
    groups = []
    for line in domain.history.identity.short_forms.TABLE.read_text(
        encoding="utf-8"
    ).splitlines():
        if not line or line.startswith(("#", "+")):
            continue
        if line.startswith("!"):
            one, other = line[1:].split()
            assert domain.history.identity.short_forms.are_different_names(
                one.lower(), other.lower()
            )
            continue
        assert line.startswith("= ") or ": " in line, line
        if line.startswith("="):
            names = [folded(name) for name in line[1:].split()]
            groups.append(frozenset(names))
            assert len(names) == len(groups[-1]) > 1, line
    shared = [one & other for one, other in combinations(groups, 2) if one & other]
    assert shared == []


@pytest.mark.parametrize("word", ["short", "forms", "first", "which", "brothers"])
def test_the_words_of_its_comments_are_no_names(word: str) -> None:
    assert links(word) == frozenset()
