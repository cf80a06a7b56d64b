"""XML made of attributes is refused by its bytes, and text with many signs is not."""

import pytest

from tracker.domain.intake.markup import is_made_of_attributes


@pytest.mark.parametrize(
    ("attributes", "elements", "refused"),
    [
        (1_000, 0, False),  # a few may be text
        (1_001, 0, True),
        (1_001, 50, True),
        (1_020, 51, False),  # twenty for each element
        (1_021, 51, True),
    ],
)
def test_more_than_a_thousand_and_more_than_twenty_an_element(
    attributes: int, elements: int, refused: bool
) -> None:
    piece = b"<" * elements + b"=" * attributes
    assert is_made_of_attributes(piece) is refused
