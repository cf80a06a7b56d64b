"""Two names stay two people, whatever number or address they share.

Difficulties that come together, and twins with similar names. All are invented.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import neighbours, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import compare, prepare
from tracker.linkage.decisions.judgement import Verdict, judge
from tracker.linkage.decisions.matcher import Doubtful, Matched, Population, decide
from tracker.linkage.names.sibling_names import is_slip

NUMBERS: dict[str, dict[str, str]] = {
    "none": {},
    "upn": {"upn": upn(1)},
    "uln": {"uln": uln(1)},
    "both": {"upn": upn(1), "uln": uln(1)},
}


def held(given: str, family: str = "Rowe", **changes: Any) -> Identity:
    one = Identity(
        given=given,
        family=family,
        born=date(2009, 11, 15),
        sex="M",
        postcode="WN1 1AZ",
        upn=upn(1),
        uln=uln(1),
    )
    return replace(one, **changes)


def listed(
    given: str, family: str = "Rowe", numbers: str = "none", **changes: Any
) -> Identity:
    bare = held(given, family, upn=None, uln=None, sex=None)
    return replace(bare, **{**NUMBERS[numbers], **changes})


def decided(row: Identity, *people: Identity) -> type:
    numbered = list(enumerate(people, start=1))
    population = Population([*numbered, *neighbours()])
    [decision] = decide([row], population, budget=1 / 100)
    assert not isinstance(decision, Matched) or decision.person == 1
    if isinstance(decision, Doubtful):
        assert 1 in {one.person for one in decision.candidates}
    return type(decision)


@pytest.mark.parametrize("numbers", ["upn", "uln", "both"])
@pytest.mark.parametrize(
    ("given", "family", "owner"),
    [
        # the surname among the given names, the other half the twin's
        ("Rowe", "Aimee", "Charlie"),
        ("Rowe", "Aimee Rowe", "Charlie"),
        ("Aimee", "Charlie", "Charlie"),
        # the surname in both columns, no given name, the whole name as surname
        ("Rowe", "Rowe", "Kay"),
        ("", "Rowe", "Thomas"),
        ("", "Patrick Rowe", "Thomas"),
        ("Patrick Rowe", "", "Thomas"),
    ],
)
def test_a_row_without_a_given_name_of_the_owner_is_doubtful(
    given: str, family: str, owner: str, numbers: str
) -> None:
    assert decided(listed(given, family, numbers), held(owner)) is Doubtful
    without = listed(given, family, numbers, born=None)
    assert decided(without, held(owner)) is Doubtful


@pytest.mark.parametrize("numbers", ["upn", "uln"])
@pytest.mark.parametrize(
    ("given", "owner"),
    [("Anton Evan", "Evan"), ("Rose Mary", "Mary"), ("Rowan", "Evan")],
)
def test_a_weak_given_name_needs_a_second_number(
    given: str, owner: str, numbers: str
) -> None:
    held_so = held(owner, middle="Rowan")
    assert decided(listed(given, numbers=numbers), held_so) is Doubtful


@pytest.mark.parametrize("numbers", ["none", "upn", "uln", "both"])
def test_a_number_that_agrees_makes_no_row_worse_off(numbers: str) -> None:
    """An initial at their home is theirs without a number; with one that agrees too."""
    assert decided(listed("E", numbers=numbers), held("Evan")) is Matched


@pytest.mark.parametrize("numbers", ["none", "upn", "uln"])
@pytest.mark.parametrize(
    ("given", "owner"),
    [
        ("Emily", "Emma"),
        ("Lucas", "Luke"),
        ("Jamie", "James"),
        ("Hannah", "Anna"),
        ("Louise", "Louis"),
        ("Kayden", "Jayden"),
        ("Harry", "Harrison"),
        ("Sam", "Samantha"),
        ("Rosie", "Rose"),
        ("Sophia", "Sophie"),
    ],
)
def test_two_separate_names_are_not_one_person(
    given: str, owner: str, numbers: str
) -> None:
    for row, person in ((given, owner), (owner, given)):
        if (row, numbers) == ("Jayden", "none"):
            continue
        assert decided(listed(row, numbers=numbers), held(person)) is Doubtful


@pytest.mark.parametrize(
    ("given", "owner", "numbers", "changes"),
    [
        # one slip, a lost letter, another spelling, a middle name, a short form
        ("Aav", "Ava", "both", {}),
        ("Lro", "Leo", "both", {}),
        ("Se?n", "Sean", "both", {}),
        ("Mohammed", "Muhammad", "both", {}),
        ("Liz", "Elizabeth", "both", {}),
        ("Will", "William", "both", {}),
        ("Rowan", "Charlie", "both", {}),
        ("E", "Evan", "both", {}),
        ("Anton Evan", "Evan", "both", {}),
        # one number is enough for what is no name of its own
        ("Liz", "Elizabeth", "uln", {}),
        ("Will", "William", "upn", {}),
        ("Tom", "Thomas", "uln", {"sex": "M"}),
        ("Charlei", "Charlie", "uln", {}),
        # letters that an encoding lost, or made others of
        ("Micha?", "Michał", "uln", {}),
        ("MichaÅ‚", "Michał", "uln", {}),
        ("SinÃ©ad", "Sinéad", "upn", {}),
        ("Si?n", "Siân", "both", {}),
        # a lost letter that left two words
        ("Ch rlie", "Charlie", "both", {}),
        ("Bron en", "Bronwen", "uln", {}),
        ("Se n", "Sean", "both", {}),
        ("Al x", "Alex", "both", {}),
        ("Mohammad", "Mohammed", "uln", {}),
        ("Rowe", "Charlie", "uln", {"family": "Charlie"}),
        ("Rowe", "Charlie", "uln", {"family": "Charly"}),
        ("Rowe", "Charlie", "uln", {"family": "Charlie", "born": None}),
        ("", "Charlie", "uln", {"family": "Charlie Rowe"}),
        ("Charlie Rowe", "Charlie", "uln", {"family": ""}),
    ],
)
def test_another_spelling_of_the_name_is_the_same_person(
    given: str, owner: str, numbers: str, changes: dict[str, Any]
) -> None:
    row = listed(given, numbers=numbers, **changes)
    assert decided(row, held(owner, middle="Rowan")) is Matched


@pytest.mark.parametrize(
    ("given", "owner"), [("Emily", "Emma"), ("Aav", "Ava"), ("Rowan", "Charlie")]
)
def test_two_numbers_do_not_outweigh_another_child_of_exactly_that_name(
    given: str, owner: str
) -> None:
    other = held(given, upn=upn(2), uln=uln(2), born=date(2011, 2, 3))
    row = listed(given, numbers="both")
    assert decided(row, held(owner, middle="Rowan"), other) is Doubtful


@pytest.mark.parametrize(
    ("given", "owner"),
    [
        *(("Ellie", "Ollie"), ("Eva", "Ava"), ("Sara", "Zara"), ("Danielle", "Daniel")),
        *(("Hussain", "Hassan"), ("Louis", "Lewis"), ("Hannah", "Anna")),
        *(("Emily", "Emma"), ("Mia", "Tia"), ("Emelia", "Amelia")),
        *(("Kate", "Katie"), ("Michaela", "Michael"), ("Harry", "Henry")),
    ],
)
def test_two_numbers_do_not_make_one_name_of_two(given: str, owner: str) -> None:
    """Both of a twin's numbers are copied as easily as one of them."""
    assert decided(listed(given, numbers="both"), held(owner)) is Doubtful


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("AYA", "IO", False),
        ("", "EVA", False),
        ("A", "EI", False),
        ("MUHAMMAD", "MOHAMED", True),
        ("IO", "IOE", True),
    ],
)
def test_a_name_without_consonants_is_compared_too(
    one: str, other: str, slip: bool
) -> None:
    assert is_slip(one, other) is slip
    assert is_slip(other, one) is slip


@pytest.mark.parametrize(
    ("given", "owner", "sex", "kind"),
    [
        ("Abbie", "Abigail", "F", Matched),
        ("Abbie", "Abigail", None, Matched),
        ("Shaun", "Sean", None, Matched),
        ("Mo", "Muhammad", None, Matched),
        ("Sam", "Samantha", "F", Matched),
        ("Sam", "Samantha", None, Doubtful),
        ("Emma", "Emily", None, Doubtful),
    ],
)
def test_a_short_form_that_girls_and_boys_have_needs_the_same_sex(
    given: str, owner: str, sex: str | None, kind: type
) -> None:
    row = listed(given, numbers="none", sex=sex)
    people = [*neighbours(), (1, held(owner, sex="F"))]
    [decision] = decide([row], Population(people), budget=1 / 100)
    assert type(decision) is kind


@pytest.mark.parametrize("given", ["Bethan", "Brthany", "Bethanie", "Betha", "Megan"])
@pytest.mark.parametrize("probability", [0.0, 0.05])
def test_a_row_like_a_child_of_that_home_and_birthday_is_reviewed(
    given: str, probability: float
) -> None:
    """However rare such a spelling is, no second record is made without a review."""
    agreement = compare(prepare(listed(given)), prepare(held("Bethany")))
    assert judge(agreement, probability) is not Verdict.NO_MATCH
    moved = compare(prepare(listed("Megan")), prepare(held("Bethany", postcode="")))
    assert judge(moved, probability) is Verdict.NO_MATCH
