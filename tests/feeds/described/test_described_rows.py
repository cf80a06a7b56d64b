"""What the rows of a described list mean. Everybody in them is invented."""

from datetime import date

import pytest

from tracker.domain.history.evidence import Detail, Doing, Intention
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.described import catalogue, description
from tracker.feeds.described.described_rows import DescribedRows
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS

ON = date(2026, 11, 20)
CONTEXT = Context("359", ON)
WHO = {"forename": "Zoë", "surname": "Mac Grath", "dob": "2009-10-03"}
ALL = DescribedRows("all", "a list", catalogue.COLUMNS, where="here")
PLACE = InstitutionRef(name="Holt's Garage")


def stated(rows: DescribedRows = ALL, **cells: str):
    meaning = rows.interpret({**WHO, **cells}, False, 7, CONTEXT)
    return meaning, [
        each
        for each in meaning.statements
        if not isinstance(each, Detail) or each.about not in ("name", "birth")
    ]


STATED = [
    # cells, the statement in short
    ({"phone": "07700 900123"}, ("phone", (("phone", "07700 900123"),))),
    ({"email": "zoe@example.org"}, ("email", (("email", "zoe@example.org"),))),
    ({"parent_name": "Ann Mac Grath"}, ("parent", (("name", "Ann Mac Grath"),))),
    ({"ethnicity": "wbri"}, ("ethnicity", (("ethnicity", "WBRI"),))),
    ({"plan": "yes"}, ("send", (("send", "Y"),))),
    ({"support": "No", "plan": "N"}, ("send", (("send", "N"), ("support", "N")))),
    ({"need": "2"}, ("need", (("level", "2"),))),
    ({"characteristic": "110"}, ("characteristic", (("code", "110"),))),
    (
        {"address_line_1": "3 Mill Lane", "postcode": "wn1 1az"},
        ("address", (("line1", "3 Mill Lane"), ("postcode", "WN1 1AZ"))),
    ),
    ({"intention": "111"}, Intention("111")),
    ({"activity": "320"}, Doing("320")),
    (
        {"activity": "320", "start": "02/11/2026", "provider": "Holt's Garage"},
        Doing("320", at=PLACE, starts=date(2026, 11, 2)),
    ),
    # A last day to come is a planned one.
    (
        {"activity": "320", "end": "31/12/2026"},
        Doing("320", expected_end=date(2026, 12, 31)),
    ),
    (
        {"activity": "320", "start": "2026-09-01", "end": "2026-10-30"},
        Doing("320", starts=date(2026, 9, 1), ends=date(2026, 10, 30)),
    ),
]


@pytest.mark.parametrize(("cells", "statement"), STATED)
def test_a_cell_states_what_its_column_means(cells, statement) -> None:
    meaning, found = stated(**cells)
    short = [
        (it.about, it.values) if isinstance(it, Detail) else it
        for it in found
        if not (isinstance(it, Detail) and it.about == "postcode")
    ]
    assert short == [statement]
    assert not meaning.problems


PROBLEMS = [
    # cells, words of the problem, whether the line cannot be used
    (
        {"activity": "Astronaut"},
        "no known word for What they do. Explain it here",
        True,
    ),
    ({"ethnicity": "Martian"}, "no known word for Ethnicity", False),
    ({"plan": "perhaps"}, "no known word for EHC plan", False),
    (
        {"start": "02/11/2026"},
        "the days and the place of this line are not used",
        False,
    ),
    ({"activity": "320", "start": "21/11/2026"}, "after the day of the list", True),
    (
        {"activity": "320", "start": "02/11/2026", "end": "01/11/2026"},
        "ends before it starts",
        True,
    ),
    ({"surname": ""}, "The surname is missing", True),
]


@pytest.mark.parametrize(("cells", "words", "stops"), PROBLEMS)
def test_what_cannot_be_meant_is_a_problem_of_its_line(cells, words, stops) -> None:
    meaning, _ = stated(**cells)
    (problem,) = meaning.problems
    assert words in problem.message
    assert (problem.line, problem.stops) == (7, stops)


BEFORE = date(2026, 11, 19)
PRESENCES = [
    # its word, the days, what is stated, words of the problem
    ("There now", {"start": "2026-11-02"}, Doing("320", starts=date(2026, 11, 2)), ""),
    ("1 on programme", {}, Doing("320"), ""),
    ("A = attending", {}, Doing("320"), ""),
    (
        "2 finished",
        {"start": "2026-09-01", "end": "2026-10-30"},
        Doing("320", starts=date(2026, 9, 1), ends=date(2026, 10, 30)),
        "",
    ),
    (
        "3 left early",
        {"start": "2026-09-01"},
        Doing("320", ends=BEFORE, gone_by=True),
        "taken as gone by 19 November 2026",
    ),
    # A planned last day is none that is over.
    (
        "Withdrawn",
        {"end": "2027-07-31"},
        Doing("320", ends=BEFORE, gone_by=True),
        "there is no last day that is over",
    ),
    ("4 waiting to start", {}, None, "They are not there yet"),
    ("Due to start", {"start": "2027-01-11"}, None, "They are not there yet"),
    (
        "5 did not arrive",
        {"start": "2026-09-14"},
        Doing("320", ends=date(2026, 9, 13), gone_by=True),
        "",
    ),
    # Without their first day, since this academic year began.
    ("DNA", {}, Doing("320", ends=date(2026, 8, 31), gone_by=True), ""),
    (
        "No show",
        {"start": "2027-01-11"},
        Doing("320", ends=date(2026, 8, 31), gone_by=True),
        "",
    ),
    ("UNKNOWN", {}, None, "It is not known whether they are there"),
]


@pytest.mark.parametrize(("word", "days", "statement", "problem"), PRESENCES)
def test_a_status_shows_whether_they_are_there(word, days, statement, problem) -> None:
    meaning, found = stated(activity="320", presence=word, **days)
    assert found == ([statement] if statement else [])
    assert meaning.usable
    assert [problem in it.message for it in meaning.problems] == [True] * bool(problem)


@pytest.mark.parametrize("word", ["P", "L", "9", "Not attending", "Paused", "X1"])
def test_of_a_line_with_an_unknown_status_nothing_is_used(word) -> None:
    meaning, found = stated(activity="320", presence=word)
    assert not meaning.usable and not found
    assert "no known word for Whether they are there" in meaning.problems[0].message


def test_a_status_is_as_sealed_as_what_it_is_about() -> None:
    raw = {**WHO, "activity": "640", "presence": "LEFT", "start": "2026-09-01"}
    assert ALL.sealed_cells(raw) >= {"activity", "presence", "start"}
    assert "presence" not in ALL.sealed_cells({**raw, "activity": "320"})


def test_a_line_is_as_old_as_its_last_confirmation() -> None:
    assert stated(activity="320", confirmed="02/11/2026")[0].as_at == date(2026, 11, 2)
    assert stated(activity="320", confirmed="02/12/2026")[0].as_at == ON


ROLL = """
title = "Roll of the training works"
noun = "a roll of the training works"
sender = "Testham Works"
door = "enrolment-list"
trust = "provider roll"
kind = "roll"
[columns]
"Trainee" = "full_name"
"Birth day" = "dob"
"Begun" = "start"
"Site" = "provider"
"Ring" = "phone"
"""


def test_a_place_alone_is_an_activity_where_a_list_has_no_column_for_one() -> None:
    rows = description.feed_of(description.read(ROLL, "works"))
    raw = {"full_name": "Holt, Amina", "dob": "3/10/2009", "provider": "Holt's Garage"}
    meaning = rows.interpret(raw, False, 2, CONTEXT)
    assert Doing(None, at=PLACE) in meaning.statements
    assert meaning.identity.full_name == "Amina Holt"
    assert meaning.passed_on_by == (PLACE,)


def test_of_a_restricted_person_nothing_but_who_and_where_they_are_is_kept() -> None:
    feed = description.feed_of(description.read(ROLL, "works"))
    raw = {
        "full_name": "Holt, Amina",
        "dob": "3/10/2009",
        "start": "1/9/2026",
        "phone": "07700 900123",
        "provider": "07700900123",
    }
    kept = feed.of_restricted(raw, ON)
    assert kept == {"full_name": "Holt, Amina", "dob": "3/10/2009"}
    meaning = feed.interpret(kept, True, 2, CONTEXT)
    assert not any(isinstance(each, Doing) for each in meaning.statements)


SEALED = [
    ({"activity": "710", "provider": "x", "phone": "1"}, {"activity", "provider"}),
    ({"activity": "320", "provider": "x"}, set()),
    ({"characteristic": "180"}, {"characteristic"}),
    ({"characteristic": "140"}, set()),
]


@pytest.mark.parametrize(("raw", "cells"), SEALED)
def test_a_sealed_code_is_sealed_with_what_would_give_it_away(raw, cells) -> None:
    assert ALL.sealed_cells(raw) == cells


def test_a_service_brings_no_more_than_its_gateway() -> None:
    names = {each.name for each in FEEDS["service-lists"].columns}
    assert {"surname", "phone", "activity"} <= names
    assert not {"ethnicity", "characteristic", "plan", "need"} & names


def test_every_meaning_has_a_field_of_a_gateway() -> None:
    assert catalogue.FIELD_OF.keys() == catalogue.BY_NAME.keys()
