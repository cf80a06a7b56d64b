"""What a person who reviews is shown: two records side by side, likely duplicates."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, neighbours, row, uln, upn
from tracker.linkage.comparing.differences import differences
from tracker.linkage.decisions.duplicates import suggest_duplicates
from tracker.linkage.decisions.matcher import Doubtful, Population, decide


def test_side_by_side_shows_every_field_that_one_of_the_two_gives() -> None:
    other = row(family="Penington-Shaw", born=date(2009, 4, 3), uln=uln(2))
    assert [
        (one.field, one.a, one.b, one.level, one.differs)
        for one in differences(ELLA, other)
    ] == [
        ("Given name", "Elizabeth", "Elizabeth", "same", False),
        ("Middle name", "Rose", "Rose", "same", False),
        (
            "Family name",
            "Pennington-Shaw",
            "Penington-Shaw",
            "one letter different",
            True,
        ),
        ("Date of birth", "2009-03-04", "2009-04-03", "swapped", True),
        ("Sex", "F", "F", "same", False),
        ("Postcode", "WN1 1AZ", "WN1 1AZ", "same", False),
        ("UPN", upn(1), "", "not given on both", True),
        ("ULN", uln(1), uln(2), "different", True),
        ("Young person's ID", "3590000000001", "", "not given on both", True),
    ]


def test_the_closeness_measures_two_spellings() -> None:
    hints = {
        one.field: one.closeness
        for one in differences(ELLA, row(given="Betty", sex="M"))
    }
    assert hints["Family name"] == 100
    assert 20 < (hints["Given name"] or 0) < 70
    assert hints["Sex"] is None


def test_people_on_record_twice_are_suggested_with_reasons() -> None:
    again = row(family="Shaw", uln=uln(1))
    moved = row(given="Liz", postcode="WN1 2BB", middle="")
    suggested = suggest_duplicates(
        Population([(1, ELLA), (2, again), (3, moved), *neighbours()])
    )
    assert {(one.person, one.other) for one in suggested} == {(1, 2), (1, 3), (2, 3)}
    assert (suggested[0].person, suggested[0].other) == (1, 2)
    assert suggested[0].reasons[0].startswith("Agrees: ULN, given name")
    assert all(0 < one.score <= 1 for one in suggested)


def test_twins_sisters_and_pairs_kept_apart_are_not_suggested() -> None:
    twin = replace(ELLA, given="Matilda", upn=None, uln=None, ypid=None)
    sister = replace(twin, given="Lola", born=date(2011, 8, 9))
    again = row(family="Shaw")
    population = Population([(1, ELLA), (2, twin), (3, sister), (4, again)])
    assert {(one.person, one.other) for one in suggest_duplicates(population)} == {
        (1, 4)
    }
    assert suggest_duplicates(population, apart=[(4, 1)]) == []


def test_an_empty_population_has_no_duplicates() -> None:
    assert suggest_duplicates(Population([])) == []
    assert suggest_duplicates(Population(neighbours())) == []


def test_a_twins_likelihood_is_no_more_than_counted() -> None:
    """A line with a twin's pattern is the person's or a twin's, who can say."""
    line = row(given="Matilda", middle="", upn=None, uln=None)
    [decision] = decide([line], Population([(1, ELLA), *neighbours()]))
    assert isinstance(decision, Doubtful)
    assert decision.reasons == ("May be a twin: only the given name differs.",)
    assert decision.candidates[0].score < 0.6


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"born": date(2009, 4, 3)}, "Day and month of the date of birth are"),
        ({"born": date(2009, 3, 5)}, "One digit of the date of birth differs."),
        ({"born": None}, "No date of birth to compare."),
        ({"sex": "M", "postcode": None}, "Name and date of birth agree, but the sex"),
        ({"uln": uln(9)}, "Name, date of birth and postcode agree, an identifier"),
        ({"uln": uln(9), "postcode": "WN7 1AB"}, "Name and date of birth agree, but"),
        (
            {"upn": upn(1), "given": "E", "postcode": "WN7 1AB"},
            "The same UPN, but the given name is an initial only.",
        ),
        (
            {"upn": upn(1), "family": "Okafor", "born": date(2006, 1, 9)},
            "The same UPN, but the family name differs and the date of birth differs.",
        ),
    ],
)
def test_a_reason_names_what_differs(changes: dict[str, Any], reason: str) -> None:
    given = {"upn": None, "uln": None, "middle": "", **changes}
    [decision] = decide([row(**given)], Population([(1, ELLA), *neighbours()]))
    assert isinstance(decision, Doubtful), decision
    assert decision.reasons[0].startswith(reason), decision.reasons
