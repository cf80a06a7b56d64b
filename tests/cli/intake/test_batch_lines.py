"""`imports show` shows some lines of a batch, and how many more there are."""

from datetime import date

import pytest

from tests.factories import COLLEGE, people, person, provider_list, register
from tracker.linkage.decisions import matcher

OCTOBER = date(2026, 10, 9)


@pytest.fixture
def batch(load, tmp_path) -> int:
    """Loads seven good lines, then three that cannot be used and one with a remark."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    rows = people(7)
    rows += [person(number, family="") for number in (8, 9, 10)]
    rows.append(person(11, uln="1.23457E+09"))
    file = provider_list(tmp_path / "list.csv", rows)
    loaded = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    number: int = loaded["batch"]
    return number


SHOWN = [
    ((), 11, 0),
    (("--limit", 4), 4, 7),
    (("--limit", 11), 11, 0),
    (("--problems",), 4, 0),
    (("--problems", "--limit", 1), 1, 3),
    (("--problems", "--outcome", "invalid"), 3, 0),
    (("--outcome", "invalid", "--limit", 2), 2, 1),
]


@pytest.mark.parametrize(("words", "lines", "more"), SHOWN)
def test_some_of_the_lines_and_how_many_more(
    batch, as_json, flask, words, lines, more
) -> None:
    shown = as_json("imports", "show", batch, *words)
    assert len(shown["lines"]) == lines
    assert shown["more_lines"] == more
    if "--problems" in words:
        assert all(line["problems"] for line in shown["lines"])
    out = flask("imports", "show", batch, *words).out
    assert (f"and {more} more\n" in out) == bool(more)


def test_problems_are_listed_each_with_its_column(batch, flask) -> None:
    out = flask("imports", "show", batch, "--problems").out
    assert "column" in out and "problem" in out
    assert "Surname" in out
    assert matcher.NO_SIMILAR_RECORD not in out


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_is_a_number_of_lines(batch, flask, limit) -> None:
    answer = flask("imports", "show", batch, "--limit", limit, code=2)
    assert answer.err.count("\n") == 1


def test_expected_wrong_matches_are_shown_before_applying(
    load, as_json, flask, tmp_path
) -> None:
    """Loading, preview and `imports show` give one figure, in one sentence."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    rows = people(30)
    first = provider_list(tmp_path / "first.csv", rows)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    again = provider_list(tmp_path / "again.csv", rows[:20])
    words = ("--institution", COLLEGE, "--as-at", "2026-11-06")
    out = flask("imports", "load", "provider-enrolment", again, *words).out
    sentence = "Expected wrong: fewer than 0.1 of 20 automatic matches.\n"
    assert out.index(sentence) < out.index("applied.")
    assert out.count(sentence) == 1
    shown = as_json("imports", "show", 3)
    assert sentence in flask("imports", "show", 3).out
    flask("imports", "withdraw", 3)
    foreseen = as_json("imports", "preview", 3)
    assert sentence in flask("imports", "preview", 3).out
    applied = as_json("imports", "apply", 3)
    for each in (shown, foreseen, applied):
        assert each["automatic"] == 20
        assert 0 < each["expected_wrong"] + 0.0001 < 0.05
        assert each["expected_wrong"] == shown["expected_wrong"]
