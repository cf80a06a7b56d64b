"""Schemes of points: a text that a council writes, and two that are published."""

import pytest

from tracker.domain.year.risk.schemes import PUBLISHED, scheme

GOOD = 'title = "Ours"\nthreshold = 2\n\n[points]\nplan = 2\nin_care = 3\n'


def test_a_text_is_a_scheme() -> None:
    found = scheme("ours", GOOD)
    assert (found.title, found.threshold, found.most) == ("Ours", 2, 2)
    assert [each.name for each, _ in found.counted] == ["plan"]
    assert [each.name for each, _ in found.left_out] == ["in_care"]


def test_two_published_schemes_have_their_source_and_what_is_left_out() -> None:
    assert set(PUBLISHED) == {"oxfordshire", "buckinghamshire"}
    for each in PUBLISHED.values():
        assert each.source and each.left_out and each.threshold <= each.most


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("plan = 2", "shoes = 2"), "shoes is no indicator"),
        (GOOD.replace("plan = 2", "plan = 0"), "points of plan has to be a whole"),
        (GOOD.replace("plan = 2", "plan = true"), "points of plan has to be a whole"),
        (GOOD.replace("plan = 2", "plan = 2.5"), "points of plan has to be a whole"),
        (GOOD.replace("threshold = 2", "threshold = 3"), "have 2 points together"),
        (GOOD.replace("threshold = 2", ""), "The threshold has to be a whole"),
        (GOOD.replace('title = "Ours"', ""), "The title is missing"),
        (GOOD.replace('"Ours"', "3"), "title has to be a text"),
        (GOOD.replace("[points]", "[marks]"), "marks is not known"),
        ('title = "Ours"\nthreshold = 1\n', "The points are missing"),
        ('title = "Ours"\nthreshold = 1\npoints = 3\n', "The points are missing"),
        ("title = ", "It is no TOML"),
        ("a = " + "[" * 5_000, "It is no TOML"),
        ("#" * 20_001, "more than 20,000 characters"),
    ],
)
def test_a_wrong_text_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as refused:
        scheme("ours", text)
    assert "\n" not in str(refused.value)
