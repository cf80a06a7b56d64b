"""Rows with the number of a sister or brother of nearly the same name.

All people are invented. No others of these names are on record, so that no list of
names can decide.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.linkage.people import neighbours, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.verdicts import Decision
from tracker.linkage.decisions.matcher import Doubtful, Matched, Population, decide
from tracker.linkage.names.sibling_names import are_near, are_sisters_and_brothers

SISTERS_AND_BROTHERS = [
    *(("Jamil", "Jamila"), ("Rashid", "Rashida"), ("Khalid", "Khalida")),
    *(("Ivan", "Ivana"), ("Ioan", "Ioana"), ("Dominik", "Dominika")),
    *(("Francis", "Frances"), ("Martin", "Martine"), ("Zayn", "Zaynab")),
    *(("Umar", "Umair"), ("Hamad", "Hamid"), ("Jamal", "Jamil"), ("Sami", "Samir")),
    *(("Manjot", "Manjit"), ("Harjot", "Harjit"), ("Jaspreet", "Jaspal")),
    *(("Oluwaseyi", "Oluwaseun"), ("Temitayo", "Temitope"), ("Kofi", "Kojo")),
    *(("Amin", "Amir"), ("Sana", "Saba"), ("Rohan", "Rohit"), ("Arun", "Arjun")),
    *(("Ciaran", "Cian"), ("Gwyn", "Gwen"), ("Wojciech", "Wojslaw")),
]
ONE_NAME = [
    *(("Zoey", "Zoe"), ("Idrees", "Idris"), ("Hasan", "Hassan")),
    *(("Muhammad", "Mohammed"), ("Ismaeel", "Ismail"), ("Siobhán", "Siobhan")),
    *(("Oilver", "Oliver"), ("Olivr", "Oliver"), ("Jaxden", "Jayden")),
    *(("Chrlotte", "Charlotte"), ("Alexandre", "Alexander"), ("Se?n", "Sean")),
]
OF_THE_SISTER = {
    "UPN": {"uln": None},
    "ULN": {"upn": None},
    "UPN, no birthday": {"uln": None, "born": None},
    "UPN, no postcode": {"uln": None, "postcode": None},
}


def held(given: str, number: int = 1) -> Identity:
    return Identity(
        given=given,
        family="Threlkeldow",
        born=date(2009, 11, 15),
        postcode="WN1 1AZ",
        upn=upn(number),
        uln=uln(number),
    )


def decided(row: Identity, *others: Identity) -> Decision:
    numbered = list(enumerate(others, start=1))
    [decision] = decide([row], Population([*numbered, *neighbours()]), budget=1 / 100)
    return decision


@pytest.mark.parametrize("shape", OF_THE_SISTER)
@pytest.mark.parametrize("pair", SISTERS_AND_BROTHERS)
def test_a_twin_not_on_record_is_not_matched_by_the_known_twins_number(
    pair: tuple[str, str], shape: str
) -> None:
    for given, owner in (pair, pair[::-1]):
        row = replace(held(given), **OF_THE_SISTER[shape])
        assert isinstance(decided(row, held(owner)), Doubtful), (given, owner)


@pytest.mark.parametrize("pair", SISTERS_AND_BROTHERS)
def test_a_twin_not_on_record_is_not_matched_without_a_number(
    pair: tuple[str, str],
) -> None:
    for given, owner in (pair, pair[::-1]):
        row = replace(held(given), upn=None, uln=None)
        assert not isinstance(decided(row, held(owner)), Matched), (given, owner)


@pytest.mark.parametrize("kinds", [("upn",), ("uln",), ("upn", "uln")])
@pytest.mark.parametrize("pair", [*SISTERS_AND_BROTHERS, ("Sanaa", "Sana")])
def test_a_brother_at_home_is_a_candidate_beside_the_owner_of_the_number(
    pair: tuple[str, str], kinds: tuple[str, ...]
) -> None:
    """The line has his name, and her number and date of birth."""
    for given, owner in (pair, pair[::-1]):
        his = replace(held(given, 2), born=date(2011, 3, 5))
        row = replace(
            replace(held(given), upn=None, uln=None),
            **{kind: getattr(held(owner), kind) for kind in kinds},
        )
        assert isinstance(decided(row, held(owner), his), Doubtful), (given, owner)


@pytest.mark.parametrize(("given", "owner"), ONE_NAME)
def test_one_name_in_two_spellings_is_matched_by_its_number(
    given: str, owner: str
) -> None:
    numbers: dict[str, None]
    for numbers in ({"uln": None}, {"upn": None}, {}):
        if numbers and given == "Se?n":
            continue  # too short for one number: looked at
        decision = decided(replace(held(given), **numbers), held(owner))
        assert isinstance(decision, Matched), (given, numbers)


def test_names_with_any_letters_are_compared() -> None:
    for one, other in (("A", "AI"), ("AA", "A"), ("EVE", "EVE"), ("NG", "NGO")):
        assert are_near(one, other) == are_near(other, one)
        assert are_sisters_and_brothers(one, other) == are_sisters_and_brothers(
            other, one
        )
