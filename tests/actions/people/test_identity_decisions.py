"""Decisions on surname, date of birth or sex: raised once, decided, undone."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    census,
    provider_list,
    pupil,
    register,
)
from tracker.access import authority_scope

WITHIN = authority_scope("359")
JANUARY, SEPTEMBER, OCTOBER = date(2026, 1, 15), date(2026, 9, 18), date(2026, 10, 9)
#: Three pupils of a census, and their names on a college's list.
PUPILS = [pupil(number) for number in (1, 2, 3)]
RENAMED = {**PUPILS[0], "family": "Wintersgill"}
OTHER_DAY = {**PUPILS[1], "born": "09/11/2010"}


@pytest.fixture
def loaded(tmp_path, load):
    """A census in January, and in September a list that differs from it twice."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "census.csv", PUPILS), as_at=JANUARY)
    return load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [RENAMED, OTHER_DAY, PUPILS[2]]),
        institution=COLLEGE,
        as_at=SEPTEMBER,
    )


@pytest.fixture
def repeat(tmp_path, load):
    """Sends the same list once more, from another college and a later day."""

    def run(rows=(RENAMED, OTHER_DAY), as_at=OCTOBER, name="again.csv"):
        file = provider_list(tmp_path / name, rows)
        return load("provider-enrolment", file, institution=OTHER_COLLEGE, as_at=as_at)

    return run


def open_questions(as_json):
    return [
        (each["field"], each["stands"]["value"], each["other"]["value"])
        for each in as_json("identity", "list")
    ]


def who(as_json, row):
    (found,) = as_json("people", "find", row["upn"])
    return as_json("people", "show", found["person"])["identity"]


SURNAME = ("family", PUPILS[0]["family"], "Wintersgill")


def test_a_list_raises_a_question_and_renames_no_person(loaded, as_json) -> None:
    assert loaded["raised"]["another name, date of birth or sex"] >= 1
    assert SURNAME in open_questions(as_json)
    assert who(as_json, PUPILS[0])["family"] == PUPILS[0]["family"]
    assert as_json("people", "find", "Wintersgill")


def test_the_line_with_the_question_is_shown_as_in_conflict(loaded, as_json) -> None:
    lines = as_json("imports", "show", loaded["batch"])["lines"]
    assert lines[0]["outcome"] == "matched-conflict"
    assert lines[2]["outcome"] != "matched-conflict"


def test_it_is_one_question_however_many_lists_repeat_it(
    loaded, as_json, repeat
) -> None:
    before = as_json("identity", "list")
    repeat()
    repeat(as_at=date(2026, 11, 6), name="third.csv")
    after = as_json("identity", "list")
    assert [each["person"] for each in after] == [each["person"] for each in before]
    assert {(e["person"], e["field"]) for e in after} == {
        (e["person"], e["field"]) for e in before
    }


@pytest.mark.parametrize(
    ("how", "family"),
    [
        (["--keep"], PUPILS[0]["family"]),
        (["--take"], "Wintersgill"),
        (["--value", "Thirdly-Named"], "Thirdly-Named"),
    ],
)
def test_a_decision_stands_and_its_question_is_not_raised_again(
    loaded, as_json, repeat, how, family
) -> None:
    (number,) = (
        each["question"]
        for each in as_json("identity", "list")
        if each["field"] == "family"
    )
    done = as_json("identity", "decide", number, *how)
    assert done["decided"] == 1
    assert who(as_json, PUPILS[0])["family"] == family
    repeat()
    assert "family" not in {each[0] for each in open_questions(as_json)}
    assert who(as_json, PUPILS[0])["family"] == family
    for name in (PUPILS[0]["family"], "Wintersgill"):
        assert as_json("people", "find", name), name


def test_a_decision_about_many_is_undone_in_one_step(loaded, as_json) -> None:
    before = open_questions(as_json)
    numbers = [each["question"] for each in as_json("identity", "list")]
    assert len(numbers) >= 2
    entry = as_json("identity", "decide", *numbers, "--take")["entry"]
    assert open_questions(as_json) == []
    as_json("identity", "undo", entry)
    assert open_questions(as_json) == before
    assert who(as_json, PUPILS[0])["family"] == PUPILS[0]["family"]


def test_two_clicks_decide_once(loaded, as_json) -> None:
    (number, *_) = (each["question"] for each in as_json("identity", "list"))
    assert as_json("identity", "decide", number, "--keep")["decided"] == 1
    assert as_json("identity", "decide", number, "--keep") == {
        "entry": None,
        "decided": 0,
    }


def test_withdrawing_a_list_closes_its_questions(loaded, as_json) -> None:
    as_json("imports", "withdraw", loaded["batch"])
    assert open_questions(as_json) == []


@pytest.mark.parametrize(
    ("as_at", "raised"), [(date(2026, 10, 1), []), (date(2027, 1, 21), ["family"])]
)
def test_a_better_source_newer_than_the_decision_raises_the_question_again(
    tmp_path, load, loaded, as_json, clock, as_at, raised
) -> None:
    numbers = [each["question"] for each in as_json("identity", "list")]
    as_json("identity", "decide", *numbers, "--keep")
    clock.set(date(2027, 2, 1))
    load(
        "school-census",
        census(tmp_path / "next.csv", [RENAMED, *PUPILS[1:]]),
        as_at=as_at,
    )
    assert [each[0] for each in open_questions(as_json)] == raised


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("   ", "Enter the surname."),
        ("12", "Enter the surname."),
        ("x" * 101, "100 characters"),
    ],
)
def test_a_value_that_is_no_name_is_refused(
    loaded, as_json, flask, value, sentence
) -> None:
    (number,) = (
        each["question"]
        for each in as_json("identity", "list")
        if each["field"] == "family"
    )
    done = flask("identity", "decide", number, "--value", value, code=2)
    assert sentence in done.err
    assert SURNAME in open_questions(as_json)
