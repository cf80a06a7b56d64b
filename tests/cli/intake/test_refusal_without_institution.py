"""A No binds the institution that received it, so a file has to name its school.

Everybody is invented.
"""

import csv
from datetime import date

import pytest

from tests.factories import SCHOOL
from tests.journeys.restrictions.restricted import Pupil, collect, flat, leaks

SPRING = date(2026, 5, 21)
NO = Pupil(74_009, "Zeldina", "Cleasbyre", postcode="WN1 1AZ")
YES = Pupil(74_002, "Barnaby", "Unthank", date(2009, 11, 4), yssa="Yes")
LONG = Pupil(74_003, "Corwen", "Askrigg", yssa="Unsought")
LOAD = ("imports", "load", "school-census")


def table(folder, *pupils: Pupil, estabs: tuple[str, ...] | None = None):
    """A flat table in which each line names its school, or no line does."""
    (path,) = flat(folder, pupils)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        if estabs is None:
            del row["Estab"]
        else:
            row["Estab"] = estabs[number]
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, list(rows[0]))
        written.writeheader()
        written.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("pupils", "estabs", "sentence"),
    [
        ((NO, YES), None, "In flat.csv 1 line says No to sharing (line 2 first)"),
        ((YES, NO), ("4034", ""), "In flat.csv 1 line says No to sharing (line 3"),
        ((NO, YES, NO), None, "In flat.csv 2 lines say No to sharing (line 2 first)"),
    ],
)
def test_a_missing_school_is_a_question_before_anything_is_stored(
    app, flask, registered, everything, tmp_path, pupils, estabs, sentence
) -> None:
    file = table(tmp_path, *pupils, estabs=estabs)
    before = everything()
    for words in (("--as-at", SPRING), ("--as-at", SPRING, "--yes"), ("--yes",)):
        answer = flask(*LOAD, file, *words, code=2)
        assert sentence in answer.err
        assert "Add --institution NUMBER." in answer.err
        assert ("gives no date" in answer.err) is (words == ("--yes",))
        assert everything() == before
    assert flask(*LOAD, file, "--as-at", SPRING, "--institution", SCHOOL).code == 0
    assert leaks(app, NO) == []


def test_the_sender_is_the_only_question_where_rows_name_others(
    flask, registered, tmp_path
) -> None:
    """With --institution, the senders that the rows name need no names of their own."""
    file = table(tmp_path, NO, YES, YES, estabs=("", "4997", "4998"))
    words = (*LOAD, file, "--as-at", SPRING, "--json")
    (question,) = flask(*words, "--yes", code=2).json["questions"]
    assert question["kind"] == "institution"
    assert flask(*words, "--institution", SCHOOL, code=None).json["batch"]


def test_without_a_refusal_there_is_no_question(flask, registered, tmp_path) -> None:
    file = table(tmp_path, YES, LONG)
    assert flask(*LOAD, file, "--as-at", SPRING, "--json").json["applied"]


def test_a_refusal_that_names_its_school_raises_no_question(
    app, flask, registered, tmp_path
) -> None:
    """Named by a number alone, in the register or in none, and in COLLECT's tables."""
    for place, files in enumerate(
        [
            [table(tmp_path, NO, YES, estabs=("4034", ""))],
            [table(tmp_path, NO, YES, estabs=("4997", "4034"))],
            collect(tmp_path, [NO]),
        ]
    ):
        words = ("--as-at", SPRING.replace(day=place + 1), "--yes", "--json")
        named = ("--new-sender", "3594997 Testham Free School") if place == 0 else ()
        assert flask(*LOAD, *files, *words, *named).json["applied"]
    assert leaks(app, NO) == []
