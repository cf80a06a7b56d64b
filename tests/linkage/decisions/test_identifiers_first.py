"""Rows that identifiers decide, and rows that they may not. All invented."""

from dataclasses import replace
from datetime import date

import pytest

from tests.linkage.people import ELLA, neighbours, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.decisions.matcher import (
    Doubtful,
    Matched,
    Population,
    Unknown,
    decide,
)

EMPTY_NAMES = {"given": "Zainab", "family": "Okafor"}
TWIN = replace(
    ELLA, given="Matilda", middle="May", upn=upn(2), uln=uln(2), ypid="3590000000002"
)


@pytest.mark.parametrize(
    ("listed", "level"),
    [
        (row(upn=upn(1)), "UPN"),
        (row(upn=upn(1), family="Okafor", postcode="BL5 1AA"), "UPN"),
        (row(upn=upn(1), born=date(2011, 7, 30)), "UPN"),
        (row(upn=upn(1), born=None, given="Liz"), "UPN"),
        (row(upn=upn(1), uln=uln(1), given="E"), "UPN"),
        (row(upn=upn(77), former_upns=(upn(1),)), "former UPN"),
        (row(uln=uln(1), family="Penington-Shaw"), "ULN"),
        (row(uln=uln(1), born=date(2009, 4, 3), postcode=None), "ULN"),
        (row(uln=uln(1), upn=upn(55)), "ULN"),  # a second UPN was given to her
        (row(ypid="3590000000001", postcode=None), "YPID"),
        (row(ypid="3590000000008", postcode=None), "YPID"),  # one she went by before
        (row(ypid="8880000000202", postcode=None), "YPID"),
        # a new ID of the old system, which also gives the one on record
        (
            row(
                ypid="3590000000077",
                former_ypids=("3590000000001",),
                postcode=None,
            ),
            "YPID",
        ),
        (
            row(
                ypid="3590000000077",
                former_ypids=("3590000000008",),
                postcode=None,
            ),
            "YPID",
        ),
        (row(), "name, date of birth and postcode"),
        (row(family="Pennington Shaw", given="ELIZABETH"), None),
    ],
)
def test_the_row_is_hers(listed: Identity, level: str | None) -> None:
    held = replace(ELLA, former_ypids=("3590000000008", "8880000000202"))
    [decision] = decide([listed], Population([(1, held), *neighbours()]))
    assert isinstance(decision, Matched)
    assert decision.person == 1
    assert decision.level == (level or "name, date of birth and postcode")
    assert 0.99 < decision.score <= 1
    assert all(reason.endswith(".") for reason in decision.reasons)


def test_the_reasons_name_what_decided_and_what_differs() -> None:
    [decision] = decide(
        [row(uln=uln(1), family="Penington-Shaw", postcode="WN5 9ZZ")],
        Population([(1, ELLA)]),
    )
    assert decision.reasons == (
        "Decided by: ULN, with name and date of birth fitting.",
        "Differs: family name (one letter: Penington-Shaw here, Pennington-Shaw on "
        "record); postcode (WN5 9ZZ here, WN1 1AZ on record).",
    )


def test_a_number_that_differs_is_not_repeated_in_a_reason() -> None:
    [decision] = decide([row(uln=uln(9), upn=upn(9))], Population([(1, ELLA)]))
    assert isinstance(decision, Doubtful)
    reasons = " ".join([*decision.reasons, *decision.candidates[0].reasons])
    assert "Differs: UPN; ULN." in reasons
    assert not any(number in reasons for number in (uln(1), uln(9), upn(1), upn(9)))


@pytest.mark.parametrize(
    "listed",
    [
        # her number, but name and date of birth of another person
        row(upn=upn(1), **EMPTY_NAMES, born=date(2010, 8, 9)),
        row(uln=uln(1), **EMPTY_NAMES, born=date(2010, 8, 9)),
        # a sister's row with her number
        row(upn=upn(1), given="Charlotte", born=date(2011, 8, 9)),
        # a brother born the same day with her number
        row(uln=uln(1), given="Harry", sex="M"),
        # a name that is not on record, or a twin who is not
        row(upn=upn(1), given="Lola"),
        row(upn=upn(1), uln=uln(1), given="Lola", sex=None, middle=""),
        # a namesake's number: the date of birth is quite another, and so is the home
        row(upn=upn(1), born=date(2011, 7, 30), postcode="BL5 1AA"),
        row(upn=upn(1), born=None, given="Elisabet", middle=""),
        # only the number, and nothing to check it by
        Identity(uln=uln(1)),
        # name, date and postcode are hers, the ULN is not
        row(uln=uln(9)),
        row(upn=upn(9)),
        # the ULN is hers, the UPN is not, and the date neither
        row(uln=uln(1), upn=upn(9), born=date(2011, 7, 30)),
    ],
)
def test_a_number_with_other_details_needs_a_review(listed: Identity) -> None:
    [decision] = decide([listed], Population([(1, ELLA), *neighbours()]))
    assert isinstance(decision, Doubtful)
    assert [one.person for one in decision.candidates] == [1]
    assert decision.reasons


@pytest.mark.parametrize("before", ["3590000000001", "3590000000008"])
def test_a_ypid_of_a_quite_different_person_is_reviewed(before: str) -> None:
    held = replace(ELLA, former_ypids=("3590000000008",))
    listed = row(
        ypid="3590000000077",
        former_ypids=(before,),
        born=date(2010, 8, 9),
        **EMPTY_NAMES,
    )
    [decision] = decide([listed], Population([(1, held), *neighbours()]))
    assert isinstance(decision, Doubtful)


def test_rows_of_one_batch_are_one_person_by_a_former_ypid() -> None:
    rows = [
        row(ypid="3590000000001"),
        row(ypid="3590000000077", former_ypids=("3590000000001",), postcode=None),
    ]
    decisions = decide(rows, Population([]))
    assert [getattr(one, "same_as", "?") for one in decisions] == [None, 0]


def test_identifiers_of_two_people_on_one_row_are_doubtful() -> None:
    population = Population([(1, ELLA), (2, TWIN)])
    [decision] = decide([row(upn=upn(1), uln=uln(2))], population)
    assert isinstance(decision, Doubtful)
    assert [one.person for one in decision.candidates] == [1, 2]


def test_a_twins_number_on_the_row_of_the_other_is_doubtful() -> None:
    population = Population([(1, ELLA), (2, TWIN)])
    [decision] = decide([row(given="Matilda", upn=upn(1))], population)
    assert isinstance(decision, Doubtful)
    assert {one.person for one in decision.candidates} == {1, 2}


@pytest.mark.parametrize(
    ("listed", "matched"),
    [
        (row(postcode="BL5 1AA", upn=temporary_upn(5)), True),
        (row(postcode="BL5 1AA", upn=temporary_upn(5), given="Liz"), True),
        (row(postcode="BL5 1AA", upn=temporary_upn(5), born=None), False),
        (row(postcode="BL5 1AA", upn=temporary_upn(5), **EMPTY_NAMES), False),
    ],
)
def test_a_temporary_upn_counts_with_name_and_date_of_birth(
    listed: Identity, matched: bool
) -> None:
    held = replace(ELLA, upn=temporary_upn(5), uln=None)
    [decision] = decide([listed], Population([(1, held), *neighbours()]))
    assert isinstance(decision, Matched) is matched
    if isinstance(decision, Matched):
        assert decision.level == "temporary UPN, name and date of birth"


def test_a_upn_with_a_wrong_check_letter_proves_nothing() -> None:
    wrong = "A" + upn(1)[1:]
    held = replace(ELLA, upn=wrong, uln=None)
    listed = row(upn=wrong, **EMPTY_NAMES, middle="", postcode="M46 0AA")
    [decision] = decide([listed], Population([(1, held)]))
    assert isinstance(decision, Unknown)


def test_preferred_and_former_names_make_the_exact_match() -> None:
    held = replace(ELLA, other_names=(("Betty", ""), ("", "Aspinall")))
    population = Population([(1, held)])
    names = [("Betty", "Pennington-Shaw"), ("Elizabeth", "Aspinall")]
    names.append(("Betty", "Aspinall"))
    rows = [row(given=given, family=family) for given, family in names]
    assert [
        (decision.person, decision.level)
        for decision in decide(rows, population)
        if isinstance(decision, Matched)
    ] == [(1, "name, date of birth and postcode")] * 3


def test_two_equal_records_are_doubtful() -> None:
    [decision] = decide([row()], Population([(4, row()), (3, row())]))
    assert isinstance(decision, Doubtful)
    assert [one.person for one in decision.candidates] == [3, 4]
