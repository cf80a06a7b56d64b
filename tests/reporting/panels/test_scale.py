"""A scale fits the school year, unless the summer is close to it."""

import pytest

from tracker.reporting.panels.scale import of_school_year


def scale(june: float | None, july: float | None, august: float | None):
    return of_school_year([(9, 5.0), (2, None), (6, june), (7, july), (8, august)])


@pytest.mark.parametrize(
    ("june", "july", "august", "top", "beyond"),
    [
        (5.7, 36.7, 54.4, 8, (7, 8)),
        (7.9, 8.1, 54.4, 10, (8,)),
        (160, 2658, 4090, 200, (7, 8)),
        (None, 36.7, None, 6, (7,)),
    ],
)
def test_summer_is_beyond_the_scale(june, july, august, top, beyond) -> None:
    found = scale(june, july, august)
    assert (found.top, found.beyond) == (top, beyond)


@pytest.mark.parametrize(
    ("june", "july", "august"), [(5.0, 8.0, 10.0), (5.0, None, None), (60, 30, 30)]
)
def test_a_summer_like_the_rest_is_drawn(june, july, august) -> None:
    assert scale(june, july, august) is None


def test_without_numbers_there_is_no_scale() -> None:
    assert of_school_year([(9, 0.0), (7, 0.0)]) is None
    assert of_school_year([]) is None


def test_the_sentence_names_the_months_and_the_reason() -> None:
    assert scale(5, 30, 30).why.startswith("July and August are beyond the scale")
    assert scale(5, 5, 30).why.startswith("August is beyond the scale")
