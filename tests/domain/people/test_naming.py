"""Why a young person is named to no one outside, in the words of the pages."""

from tracker.domain.people.naming import BY_HAND, Because


def test_a_user_chooses_among_four_reasons_and_the_fifth_follows_from_a_case() -> None:
    assert [each.value for each in BY_HAND] == [
        *("their safety", "a court order", "an adoption", "their own wish"),
    ]
    assert set(Because) - set(BY_HAND) == {Because.RESTRICTED_USE}
