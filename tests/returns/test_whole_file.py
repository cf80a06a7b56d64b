"""Rules that compare records report every record, however many share a value."""

from typing import Any

import pytest

from tracker import returns
from tracker.returns.check import judge
from tracker.returns.record import Header
from tracker.returns.rules.years import RULESETS

Rows = list[dict[str, Any]]


def issues(rows: Rows, header: Header) -> list[tuple[str, int]]:
    found = judge(rows, header, RULESETS["2026-27"])
    return [(it.rule, it.record) for it in found]


LETTERS = str.maketrans("0123456789", "abcdefghij")


def copies(row: dict[str, Any], how_many: int) -> Rows:
    """Invented people who differ in ID, ULN and name."""
    return [
        row
        | {
            "YoungPersonsID": f"444{number:010d}",
            "UniqueLearnerNo": f"{2_000_000_000 + number}",
            "FamilyName": f"Un{number:04d}known".translate(LETTERS),
        }
        for number in range(how_many)
    ]


@pytest.mark.parametrize(
    ("rule", "column", "value"),
    [
        ("907", "UniqueLearnerNo", "2999999999"),
        ("902", "YoungPersonsID", "4440000000001"),
        ("908", "FamilyName", "Invented"),
    ],
)
def test_five_thousand_with_one_value_are_five_thousand_issues(
    rule: str, column: str, value: str, rows: Rows, header: Header
) -> None:
    many = [row | {column: value} for row in copies(rows[3], 5_000)]
    assert issues(many, header) == [(rule, number) for number in range(1, 5_001)]


def test_records_are_compared_across_the_runs_of_a_check(
    rows: Rows, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns.check, "AT_A_TIME", 4)
    many = copies(rows[3], 10)
    many[0]["UniqueLearnerNo"] = many[9]["UniqueLearnerNo"]
    many[5]["Gender"] = None
    assert issues(many, header) == [("907", 1), ("4", 6), ("907", 10)]


def test_a_record_without_details_keeps_its_number_and_is_not_checked(
    rows: Rows, header: Header
) -> None:
    many = copies(rows[3], 3)
    many[1] = {"PersonalDetails": ""}
    many[2]["Gender"] = None
    assert issues(many, header) == [("4", 3)]


SHARING = [
    # rule, what the two records have, which of them are named
    ("902", [{}, {}], {1, 2}),
    ("902", [{"CohortStatus": "G"}, {}], set()),
    ("902", [{"CohortStatus": None}, {}], {1, 2}),
    ("907", [{}, {}], set()),  # one ID: the same person twice is rule 902
    ("907", [{"YoungPersonsID": "4440000000099"}, {}], {1, 2}),
    ("907", [{"YoungPersonsID": None}, {}], {1, 2}),
    ("907", [{"YoungPersonsID": "4440000000099", "CohortStatus": "M"}, {}], set()),
    ("908", [{}, {}], set()),
    ("908", [{"YoungPersonsID": "4440000000099"}, {}], {1, 2}),
    *(
        (
            "908",
            [{"YoungPersonsID": "4440000000099", column: None}, {column: None}],
            set(),
        )
        for column in ("GivenName", "FamilyName", "DOB")
    ),
    ("908", [{"YoungPersonsID": "4440000000099", "GivenName": "DEVIKA"}, {}], {1, 2}),
    ("908", [{"YoungPersonsID": "4440000000099", "FamilyName": "PRETEND"}, {}], {1, 2}),
    ("908", [{"YoungPersonsID": "4440000000099", "DOB": "2009-12-26"}, {}], set()),
    ("908", [{"YoungPersonsID": "4440000000099", "CohortStatus": "M"}, {}], set()),
]


@pytest.mark.parametrize(("rule", "pair", "named"), SHARING)
def test_records_that_share_a_value_with_other_records(
    rule: str, pair: Rows, named: set[int], rows: Rows, header: Header
) -> None:
    found = issues([rows[3] | changes for changes in pair], header)
    assert {record for number, record in found if number == rule} == named


def test_no_records_break_no_rule(header: Header) -> None:
    assert issues([], header) == []
