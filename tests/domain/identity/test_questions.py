"""The questions that an officer has to decide. Everybody here is invented."""

from datetime import date

import pytest

from tests.domain.identity.lines import (
    COLLEGE,
    HILL,
    OFFICER,
    OTHER_COLLEGE,
    fold,
    line,
)
from tracker.domain.history.evidence import Evidence


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A new surname, and a changed date of birth or sex, newer than the register's.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OTHER_COLLEGE, "2026-09-20", "Amira Otherwise"),
            ],
            ["family: Example or Otherwise"],
        ),
        (
            [
                line(HILL, "2026-01-15", born="2009-03-04", sex="F"),
                line(COLLEGE, "2026-09-18", born="2009-04-03", sex="M"),
            ],
            ["born: 2009-03-04 or 2009-04-03", "sex: F or M"],
        ),
        # A register that changes the surname.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise"),
            ],
            ["family: Otherwise or Example"],
        ),
        # A list older than the register's newest entry, and spellings of one name.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2025-09-18", "Amira Otherwise"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example-Sample"),
                line(COLLEGE, "2026-09-18", "AMIRA SAMPLE"),
                line(COLLEGE, "2026-10-18", "Mira Exampel Sample"),
                line(COLLEGE, "2026-11-18", "Example-Sample Amira"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise", former="Example"),
                line(COLLEGE, "2026-09-18", "Amira Example"),
            ],
            [],
        ),
        # The register repeats its value after the list.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(HILL, "2026-10-01", "Amira Example"),
            ],
            [],
        ),
        # A list, old or new, does not reopen a decided question.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(COLLEGE, "2026-10-18", "Amira Otherwise"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OFFICER, "2026-09-20", "Amira Otherwise", no="Example"),
                line(COLLEGE, "2026-10-18", "Amira Example"),
            ],
            [],
        ),
        # A source better than the declined one reopens it, and so does a third name.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(HILL, "2026-10-01", "Amira Otherwise"),
            ],
            ["family: Example or Otherwise"],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(COLLEGE, "2026-10-18", "Amira Thirdly"),
            ],
            ["family: Example or Thirdly"],
        ),
        (
            [
                line(HILL, "2026-01-15", born="2009-03-04"),
                line(COLLEGE, "2026-09-18", born="2009-04-03"),
                line(OFFICER, "2026-09-20", born="2009-03-04", no_date="2009-04-03"),
                line(OTHER_COLLEGE, "2026-10-18", born="2009-04-03"),
            ],
            [],
        ),
        # Another given name in a list is the name they use there.
        (
            [
                line(HILL, "2026-01-15", "Yan-Ting Example"),
                line(COLLEGE, "2026-09-18", "Chloe Example"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2025-01-15", "Yan-Ting Example"),
                line(HILL, "2026-01-15", "Chloe Example"),
            ],
            ["given: Chloe or Yan-Ting"],
        ),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_open_questions(
    lines: list[list[Evidence]], expected: list[str], turned: bool
) -> None:
    _, questions = fold(lines[::-1] if turned else lines)
    found = [f"{q.field}: {q.stands.value} or {q.other.value}" for q in questions]
    assert found == expected


def test_a_question_names_the_sources_of_both_values() -> None:
    _, [question] = fold(
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "Amira Otherwise"),
        ]
    )
    assert question.stands.sources == (
        ("school-census", "laestab:9990001", date(2026, 1, 15), 2),
    )
    assert question.other.sources == (
        ("provider-enrolment", "laestab:9990008", date(2026, 9, 18), 1),
    )
    assert question.lines == {(20260918, "9990008.csv", 1)}
