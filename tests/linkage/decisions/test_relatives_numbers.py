"""Rows with a relative's number are never matched to the relative automatically.

A number that disagrees with the rest is not trusted. All people are invented.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, neighbours, row, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.decisions.matcher import (
    Doubtful,
    Matched,
    Population,
    Unknown,
    decide,
)

#: Her twin, sister and brother, each with numbers of their own.
TWIN = replace(ELLA, given="Matilda", middle="May", upn=upn(2), uln=uln(2), ypid=None)
SISTER = replace(TWIN, given="Eliza", born=date(2011, 8, 9), upn=upn(3), uln=uln(3))
BROTHER = replace(TWIN, given="Harry", sex="M", upn=upn(4), uln=uln(4))
EDWARD = replace(BROTHER, given="Edward", upn=upn(5), uln=uln(5))
HOME = [(1, ELLA), (2, TWIN), (3, SISTER), (4, BROTHER), *neighbours()]


def listed(of: Identity, **changes: Any) -> Identity:
    """A row about a person with few details: no sex, no middle name, no number."""
    bare = replace(of, upn=None, uln=None, ypid=None, sex=None, middle="")
    return replace(bare, **changes)


@pytest.mark.parametrize("kind", ["upn", "uln", "both"])
@pytest.mark.parametrize(
    ("of", "changes"),
    [
        (TWIN, {}),
        (TWIN, {"postcode": "BL5 1AA"}),
        (TWIN, {"postcode": None}),
        (TWIN, {"given": "Matlida"}),
        (TWIN, {"given": "Tilly"}),
        (TWIN, {"given": "M"}),
        (TWIN, {"family": "Shaw"}),
        (TWIN, {"born": None}),
        (SISTER, {}),
        (SISTER, {"given": "Lizzie"}),  # a short form of both their names
        (SISTER, {"postcode": "M46 0AA"}),
        (SISTER, {"born": None}),
        (BROTHER, {}),
        (BROTHER, {"family": "Kaur"}),
    ],
)
def test_a_row_with_a_relatives_number_never_goes_to_the_relative(
    of: Identity, changes: dict[str, Any], kind: str
) -> None:
    own = {TWIN.given: 2, SISTER.given: 3, BROTHER.given: 4}[of.given]
    numbers = {"upn": upn(1)} if kind == "upn" else {"uln": uln(1)}
    if kind == "both":
        numbers = {"upn": upn(1), "uln": uln(1)}
    [decision] = decide([listed(of, **{**changes, **numbers})], Population(HOME))
    assert isinstance(decision, Doubtful | Matched)
    if isinstance(decision, Matched):
        assert decision.person == own
    else:
        assert {1, own} <= {one.person for one in decision.candidates}


def test_a_sister_who_lives_elsewhere_is_known_by_the_family_name() -> None:
    """A stranger's row would hardly carry this number, so only a sister fits."""
    moved = replace(SISTER, postcode="M46 0AA")
    slip = listed(moved, given="Elisa", upn=upn(1))
    [decision] = decide([slip], Population([(1, ELLA), (3, moved), *neighbours()]))
    assert isinstance(decision, Doubtful)
    assert [one.person for one in decision.candidates] == [3, 1]


def test_her_own_exact_record_is_the_likeliest_candidate() -> None:
    [decision] = decide([listed(TWIN, uln=uln(1))], Population(HOME))
    assert isinstance(decision, Doubtful)
    assert decision.candidates[0].person == 2
    assert decision.reasons == (
        "The ULN is one person's, the name and date of birth are another's.",
    )


@pytest.mark.parametrize(
    "name", ["Matilda", "Bella", "Elisa", "Beth", "Rose", "Liz", "Elizabethe"]
)
@pytest.mark.parametrize("kind", ["upn", "uln"])
def test_a_twin_not_on_record_with_the_known_twins_number(name: str, kind: str) -> None:
    """Liz is her short form and Elizabethe a slip; the others are names."""
    number = {"upn": upn(1)} if kind == "upn" else {"uln": uln(1)}
    population = Population([(1, ELLA), *neighbours()])
    [decision] = decide(
        [listed(ELLA, given=name, **number)], population, budget=1 / 1_000
    )
    own = name in ("Liz", "Elizabethe")
    assert type(decision) is (Matched if own else Doubtful)


def test_an_initial_that_two_children_of_the_home_have() -> None:
    population = Population([*HOME, (5, EDWARD)])
    [decision] = decide([listed(ELLA, given="E", uln=uln(1))], population)
    assert isinstance(decision, Doubtful)
    assert {1, 5} <= {one.person for one in decision.candidates}
    both = listed(ELLA, given="E", uln=uln(1), upn=upn(1))
    [proven] = decide([both], Population(HOME[:1]), budget=1 / 1_000)
    assert isinstance(proven, Matched)


def test_a_short_form_that_is_another_childs_name() -> None:
    liz = replace(SISTER, given="Liz")
    population = Population([(1, ELLA), (3, liz), *neighbours()])
    [decision] = decide([listed(liz, born=None, upn=upn(1))], population)
    assert isinstance(decision, Doubtful)


def test_a_number_of_a_namesake_who_lives_elsewhere() -> None:
    namesake = replace(ELLA, postcode="WN7 1AB", upn=upn(6), uln=uln(6), ypid=None)
    population = Population([(1, ELLA), (6, namesake), *neighbours()])
    [decision] = decide([listed(ELLA, uln=uln(6))], population)
    assert isinstance(decision, Doubtful)
    assert {one.person for one in decision.candidates} == {1, 6}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # a twin's row with the number that an earlier row gave the other
        ([{"uln": uln(1)}, {"given": "Matilda", "uln": uln(1)}], ["new", "?"]),
        (
            [
                {"uln": uln(1), "upn": upn(1)},
                {"given": "Matilda", "uln": uln(1), "upn": upn(1)},
            ],
            ["new", "?"],
        ),
        # she is on record under this name
        (
            [
                {"uln": uln(1)},
                {"given": "Eliza"},
                {"given": "Eliza", "uln": uln(1)},
            ],
            ["new", "new", "?"],
        ),
        ([{"uln": uln(1)}, {"uln": uln(1), "postcode": None}], ["new", 0]),
        ([{"uln": uln(1)}, {"uln": uln(1), "given": "Liz"}], ["new", 0]),
    ],
)
def test_rows_of_one_file_about_people_not_on_record(
    rows: list[dict[str, Any]], expected: list[object]
) -> None:
    decisions = decide([listed(ELLA, **each) for each in rows], Population([]))
    assert [
        "?"
        if isinstance(one, Doubtful)
        else "new"
        if isinstance(one, Unknown) and one.same_as is None
        else getattr(one, "same_as", None)
        for one in decisions
    ] == expected


def test_her_own_number_still_decides() -> None:
    rows = [
        row(upn=upn(1)),
        row(uln=uln(1), postcode="M46 0AA"),
        row(uln=uln(1), family="Kaur"),
        row(upn=upn(1), born=date(2009, 4, 3)),
    ]
    decisions = decide(rows, Population(HOME))
    assert [getattr(one, "person", None) for one in decisions] == [1] * 4
