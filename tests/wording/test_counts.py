"""Counts in sentences."""

import pytest

from tracker.wording.counts import counted


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [
        (0, ("line",), "0 lines"),
        (1, ("line",), "1 line"),
        (1204, ("line",), "1,204 lines"),
        (1, ("history", "histories"), "1 history"),
        (2, ("history", "histories"), "2 histories"),
    ],
)
def test_one_is_singular(number: int, words: tuple[str, ...], text: str) -> None:
    assert counted(number, *words) == text
