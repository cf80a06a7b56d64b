"""Two users who do the same at once: each record is made once, both get an answer.

Both are real processes on one server. No test depends on which is faster: the one that
waits finds its work done.
"""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import act
from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    person,
    provider_list,
    register,
    unsure,
)
from tests.journeys.test_killed import begin
from tracker.extensions import db

LINES = 300

Together = Callable[..., list[dict]]


@pytest.fixture
def registered(flask, tmp_path: Path) -> None:
    file = register(tmp_path / "edubasealldata20260901.csv")
    flask("imports", "load", "establishments", file)


@pytest.fixture
def together(app: Flask, var: Path) -> Together:
    """Runs commands at one moment, each a process, and returns the answer of each.

    They start together: a lock of ours holds up every change of people and batches
    until both wait for it.
    """

    def run(commands: Sequence[Sequence[object]], codes=(0,)) -> list[dict]:
        running: list[subprocess.Popen[str]] = []
        with app.app_context():
            # Held, this lock stops every writer of batches, people or positions.
            db.session.execute(
                text(
                    "LOCK TABLE import_batches, people, positions"
                    " IN SHARE ROW EXCLUSIVE MODE"
                )
            )
            for words in commands:
                running.append(begin([*map(str, words), "--json"], var))
            try:
                _wait_until_all_wait(running)
            except BaseException:
                for each in running:
                    each.kill()
                    each.communicate()
                raise
            db.session.rollback()
        answers = []
        for each in running:
            out, err = each.communicate(timeout=120)
            assert each.returncode in codes, err
            answers.append(json.loads(out))
        return answers

    return run


def _wait_until_all_wait(running: Sequence[subprocess.Popen[str]]) -> None:
    """Waits until all stand at a lock, ours or one that another of them holds."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    # Two commands begin in five seconds; beside other work they take far longer.
    until = time.monotonic() + 180
    while db.session.execute(query).scalar_one() != len(running):
        for each in running:
            assert each.poll() is None, f"it did not wait: {each.communicate()}"
        assert time.monotonic() < until, "they never came to where they wait"
        # Otherwise a transaction reads the activity as it was at first.
        db.session.execute(text("SELECT pg_stat_clear_snapshot(), pg_sleep(0.001)"))


def one(app: Flask, query: str) -> int:
    with app.app_context():
        found: int = db.session.execute(text(query)).scalar_one()
        return found


def load(file: Path, institution: str = COLLEGE) -> tuple[object, ...]:
    return (
        *("imports", "load", "provider-enrolment", file, "--yes"),
        *("--institution", institution, "--as-at", date(2026, 10, 9)),
    )


def test_one_file_loaded_twice_at_once_is_one_batch(
    app: Flask, registered, together: Together, tmp_path: Path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(LINES))
    answers = together([load(file), load(file)], codes=(0, 2))
    (done, *_) = sorted(answers, key=lambda each: "error" in each)
    assert done["applied"]
    assert done["rows"] == LINES
    assert done["outcomes"] == {"new-in-area": LINES}
    assert one(app, "SELECT count(*) FROM import_batches") == 2  # with the register
    assert one(app, "SELECT count(*) FROM people") == LINES
    assert one(app, "SELECT count(*) FROM entries WHERE batch_id = 2") == 1


@pytest.mark.long
def test_one_file_loaded_twice_at_once_is_answered_to_both(
    registered, together: Together, tmp_path: Path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(LINES))
    first, second = together([load(file), load(file)])
    for name in ("batch", "applied", "rows", "outcomes"):
        assert first[name] == second[name]


def test_two_files_that_name_the_same_newcomers_make_them_once(
    app: Flask, registered, together: Together, tmp_path: Path
) -> None:
    """Each file was matched before the other had made its people."""
    rows = people(LINES)
    only_here, only_there = person(901), person(902)
    here = provider_list(tmp_path / "here.csv", [*rows, only_here])
    there = provider_list(
        tmp_path / "there.csv",
        [only_there, *({**row, "start": "05/10/2026"} for row in rows[::-1])],
    )
    answers = together([load(here), load(there, OTHER_COLLEGE)])
    assert one(app, "SELECT count(*) FROM people") == LINES + 2
    assert one(app, "SELECT count(*) FROM people WHERE live") == LINES + 2
    assert one(app, "SELECT count(DISTINCT upn) FROM people") == LINES + 2
    # The second file found them all.
    new = sorted(each["outcomes"]["new-in-area"] for each in answers)
    assert new == [1, LINES + 1]
    late = min(answers, key=lambda each: each["outcomes"]["new-in-area"])
    assert sum(late["outcomes"].values()) - late["outcomes"]["new-in-area"] == LINES
    two = "SELECT count(*) FROM (SELECT person_id FROM staged_rows GROUP BY 1 HAVING"
    assert one(app, f"{two} count(*) = 2) AS both_lists") == LINES


def test_a_row_matched_as_new_is_matched_again_when_it_is_applied(
    app: Flask, flask, as_json, registered, tmp_path: Path
) -> None:
    """Two batches wait with the same newcomers, and are applied one by one."""
    from datetime import UTC, datetime

    from tracker import actions
    from tracker.domain.reference.institution import InstitutionRef
    from tracker.feeds.registry import FEEDS
    from tracker.store.intake.import_batches import ImportBatch

    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    rows = people(6)
    # The last of them is doubtful once the first list has been applied.
    unlike = {**unsure(rows[5]), "postcode": "WN7 1AB"}
    lists = {COLLEGE: rows, OTHER_COLLEGE: [*rows[:5], unlike]}
    waiting = []
    with app.app_context():
        for urn, listed in lists.items():
            batch = actions.intake.receive.receive(
                FEEDS["provider-enrolment"],
                [provider_list(tmp_path / f"{urn}.csv", listed)],
                act=act(by="test", at=at, authority="359"),
                institution=InstitutionRef(urn=urn),
                as_at=date(2026, 10, 9),
                complete=False,
            )
            actions.intake.matching.match.match(batch, act=act(by="test", at=at))
            waiting.append(batch.id)
        for number in waiting:
            batch = db.session.get_one(ImportBatch, number)
            actions.intake.apply.apply(
                batch, act=act(by="test", at=at, on=at.date()), confirmed=True
            )
    first, second = (as_json("imports", "show", n)["outcomes"] for n in waiting)
    assert first == {"new-in-area": 6}
    # Both lists are as at the same day, and only one can be right.
    assert second == {"matched-conflict": 5, "possible": 1}
    assert one(app, "SELECT count(*) FROM people") == 6


@pytest.mark.long
def test_two_who_ask_for_a_month_that_is_not_made_yet_both_get_it(
    app: Flask, flask, registered, together: Together, tmp_path: Path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(LINES))
    flask(*load(file))
    made = "SELECT count(*) FROM positions WHERE as_of = '2026-09-30'"
    assert one(app, made) == 0
    command = ("measures", "--period", "2026-09")
    first, second = together([command, command])
    assert first == second
    (cohort,) = [each for each in first if each["name"] == "cohort_16_17"]
    assert cohort["count"] == LINES
    assert one(app, made) == LINES
    assert flask(*command, "--json").json == first


@pytest.mark.long
def test_a_month_is_made_while_another_list_is_taken_in(
    app: Flask, flask, registered, together: Together, tmp_path: Path
) -> None:
    flask(*load(provider_list(tmp_path / "first.csv", people(LINES))))
    moved = [{**row, "start": "05/10/2026"} for row in people(LINES)]
    second = provider_list(tmp_path / "second.csv", moved)
    loaded, figures = together(
        [load(second, OTHER_COLLEGE), ("measures", "--period", "2026-09")]
    )
    assert loaded["applied"]
    (cohort,) = [each for each in figures if each["name"] == "cohort_16_17"]
    assert cohort["count"] == LINES
    again = flask("measures", "--period", "2026-09", "--json").json
    assert [each["count"] for each in again] == [each["count"] for each in figures]
