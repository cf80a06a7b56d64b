"""Headings of a sender's own, explained by a file on the command line. All invented."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import person, upn
from tracker import store
from tracker.cli.intake.unknown_headings import EXPLAIN

DAY = date(2026, 10, 9)
TEAM = "SEND team"
LIST = ("imports", "load", "plans")
RIGHT = """feed = "plans"

[columns]
Kin = "surname"
First = "forename"
Birthday = "dob"
From = "plan_start"
To = "plan_end"
"""


@pytest.fixture
def plans(tmp_path) -> Path:
    row = person(1)
    path = tmp_path / "plans.csv"
    cells = f"{row['family']},{row['given']},{row['born']},01/09/2022,"
    path.write_text(f"Kin,First,Birthday,From,To\n{cells}\n", "utf-8")
    return path


@pytest.fixture
def mapping(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "mapping.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def lines(app, batch: int) -> list[dict[str, str]]:
    with app.app_context():
        found = store.intake.batch_pages.lines(batch, None, limit=None)
        return [each.raw for each in found]


def versions(app) -> int:
    with app.app_context():
        columns = store.intake.sender_columns
        return len(columns.versions("359", "plans", "name:send team"))


def test_a_list_is_read_as_its_mapping_says_and_so_is_the_next(
    app, flask, registered, plans, mapping
) -> None:
    words = (*LIST, plans, "--as-at", DAY, "--institution", TEAM)
    assert EXPLAIN in flask(*words, code=2).err
    done = flask(*words, "--mapping", mapping(RIGHT), "--json").json
    assert done["applied"] and done["sender"] == {"name": TEAM}
    assert lines(app, done["batch"])[0]["plan_start"] == "01/09/2022"
    plans.write_text(plans.read_text().replace("2022", "2023"))
    again = flask(*LIST, plans, "--as-at", DAY, "--institution", "send TEAM", "--json")
    assert again.json["applied"] and again.json["sender"] == {"name": TEAM}
    assert versions(app) == 1


def test_the_same_mapping_again_is_no_new_version(
    app, flask, registered, plans, mapping
) -> None:
    words = (*LIST, plans, "--as-at", DAY, "--institution", TEAM)
    for _ in range(2):
        flask(*words, "--mapping", mapping(RIGHT), "--json")
    assert versions(app) == 1


def test_a_file_that_was_read_by_a_wrong_mapping_is_read_again_by_the_right_one(
    app, flask, registered, plans, mapping
) -> None:
    words = (*LIST, plans, "--as-at", DAY, "--institution", TEAM)
    swapped = RIGHT.replace("plan_start", "phase_due")
    wrong = flask(*words, "--mapping", mapping(swapped), "--json").json
    assert "phase_due" in lines(app, wrong["batch"])[0]
    flask("imports", "withdraw", wrong["batch"])
    done = flask(*words, "--mapping", mapping(RIGHT), "--json").json
    assert done["batch"] != wrong["batch"] and done["applied"]
    assert "plan_start" in lines(app, done["batch"])[0]
    again = flask(*words, "--json").json
    assert again["already_loaded"] and again["batch"] == done["batch"]


def test_the_departments_list_needs_no_sender(
    app, flask, registered, tmp_path, mapping
) -> None:
    path = tmp_path / "risk.csv"
    path.write_text(f"Pupil no,Attendance,In care\n{upn(1)},88,Y\n", "utf-8")
    means = '[columns]\n"Pupil no" = "upn"\nAttendance = "indicator"\n'
    means += '"In care" = "indicator"\n'
    words = ("imports", "load", "risk-lists", path, "--as-at", DAY, "--yes", "--json")
    # No one on record has this number, so nothing of it is applied.
    done = flask(*words, "--mapping", mapping(means), code=1).json
    assert lines(app, done["batch"])[0]["open_indicators"] == "Attendance: 88"


@pytest.mark.parametrize(
    ("feed", "sender", "text", "sentence"),
    [
        ("plans", (TEAM,), "nonsense", "mapping.toml: It is no TOML"),
        ("plans", (TEAM,), '[columns]\nKin = "kin"\n', "which is not known"),
        ("plans", (TEAM,), '[columns]\nKin = "surname"\n', "Select which column is"),
        ("plans", (), RIGHT, "--mapping needs --institution"),
        ("nccis-file", (), RIGHT, "no headings of nccis-file are explained here"),
    ],
)
def test_what_is_no_mapping_of_the_feed_is_refused_before_anything_is_stored(
    flask, registered, plans, mapping, everything, feed, sender, text, sentence
) -> None:
    before = everything()
    more = ("--institution", *sender) if sender else ()
    words = ("imports", "load", feed, plans, "--as-at", DAY, *more)
    answer = flask(*words, "--mapping", mapping(text), code=2)
    assert sentence in answer.err
    assert everything() == before
