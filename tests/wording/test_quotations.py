"""Values as sentences quote them."""

import pytest

from tracker.wording.quotations import LONGEST_QUOTED, clipped


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("", ""),
        ("Ashcombe", "Ashcombe"),
        ("é" * 60, "é" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_value_longer_than_sixty_letters_is_cut(written: str, quoted: str) -> None:
    assert clipped(written) == quoted
    assert len(clipped(written)) <= LONGEST_QUOTED
