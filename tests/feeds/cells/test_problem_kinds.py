"""Problems that differ only in the value found are of one kind."""

import pytest

from tracker.feeds.cells.problem_kinds import Kind, kind_of, of_problems

ADULT = "This learner, born on {}, was {} on 31 August and is an adult."


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (ADULT.format("01/04/1995", 30), ADULT.format("17/10/2006", 19), True),
        ("Boy is not F, M, U or W.", "The girl is not F, M, U or W.", True),
        ("perhaps should be Y or N.", "? should be Y or N.", True),
        ("31/02/2010 is not a real date.", "30.2.09 is not a real date.", True),
        ("soon is not a date.", "31/02/2010 is not a real date.", False),
        ("X should be Y or N.", "X is not F, M, U or W.", False),
        ("There is no surname.", "There is no given name.", False),
    ],
)
def test_the_value_found_does_not_change_the_kind(one, other, alike) -> None:
    assert (kind_of(one) == kind_of(other)) is alike


def test_a_kind_counts_its_lines_and_values_and_shows_the_first() -> None:
    found = [
        ("DOB", ADULT.format("01/04/1995", 30), 2, 9),
        ("DOB", ADULT.format("17/10/2006", 19), 1, 4),
        ("Sex", "Boy is not F, M, U or W.", 1, 3),
        ("Gender", "Boy is not F, M, U or W.", 1, 2),
    ]
    assert of_problems(found) == [
        Kind("DOB", ADULT.format("17/10/2006", 19), lines=3, first=4, values=2),
        Kind("Gender", "Boy is not F, M, U or W.", lines=1, first=2),
        Kind("Sex", "Boy is not F, M, U or W.", lines=1, first=3),
    ]
