"""Odd files: what can be read is read, and what cannot is reported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import COLLEGE

HEAD = "Forename,Surname,DOB,StartDate,Postcode,EHCP\n"
GOOD = "Joe,Marsh,04/05/2009,07/09/2026,WN1 1AZ,\n"


def row(given: str = "Ann", family: str = "Holt", rest: str = "") -> str:
    return f"{given},{family},03/04/2009,07/09/2026,WN1 1AZ,{rest}\n"


@pytest.mark.parametrize(
    ("lines", "outcomes", "says"),
    [
        (
            row(family="x" * 3_000) + GOOD,
            {"invalid": 1, "new-in-area": 1},
            "1000 characters",
        ),
        (
            row(rest='"E') + row("Sue", rest='"E') + GOOD,
            {"invalid": 1, "new-in-area": 1},
            "mark",
        ),
        (row(given="Zo\u00c3\u00ab") + GOOD, {"new-in-area": 2}, "wrong encoding"),
        (row(given="A\u202e\x1bnn") + GOOD, {"new-in-area": 2}, ""),
        (row(rest="y" * 5_000) + GOOD, {"new-in-area": 2}, "1,000"),
    ],
)
def test_an_odd_line_does_not_stop_the_others(
    tmp_path: Path,
    load: Callable[..., dict[str, object]],
    lines: str,
    outcomes: dict[str, int],
    says: str,
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + lines, encoding="utf-8")
    answer = load("provider-enrolment", path, institution=COLLEGE)
    assert answer["outcomes"] == outcomes
    assert says in str(answer["problems"])
