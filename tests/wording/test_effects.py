"""What a file brings, in one sentence."""

import pytest

from tracker.wording.effects import brought


@pytest.mark.parametrize(
    ("brings", "sentence"),
    [
        ({"plan": 1, "people": 1}, "1 plan would be recorded for 1 young person."),
        (
            {"offer": 3, "application": 1, "people": 3},
            "3 offers and 1 application would be recorded for 3 young people.",
        ),
        (
            {"plan": 2, "status": 1, "offer": 1, "people": 1_204},
            "1 offer, 1 September Guarantee status and 2 plans would be recorded for "
            "1,204 young people.",
        ),
    ],
)
def test_what_would_be_recorded(brings, sentence) -> None:
    assert list(brought(brings, done=False)) == [sentence]


def test_what_was_recorded() -> None:
    one, two = {"plan": 1, "people": 1}, {"plan": 2, "people": 2}
    assert list(brought(one, done=True)) == ["1 plan was recorded for 1 young person."]
    assert list(brought(two, done=True)) == [
        "2 plans were recorded for 2 young people."
    ]


def test_a_list_of_those_who_are_there_brings_nothing_of_it() -> None:
    assert list(brought({}, done=True)) == []
