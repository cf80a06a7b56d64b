"""Text in small plain letters, from any alphabet and with any apostrophe."""

import pytest

from tracker.domain.reference.letters import folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoë O'Neill", "zoe oneill"),
        ("Иванов", "ivanov"),
        ("J.R. Smith", "jr smith"),
        (
            "O’Brien O‘Brien O`Brien O´Brien Oʼ Brien",
            "obrien obrien obrien obrien o brien",
        ),
        ("Mary-Jane 2", "mary-jane 2"),
        ("ŁUKASZ", "lukasz"),
    ],
)
def test_folded(text: str, plain: str) -> None:
    assert folded(text) == plain
