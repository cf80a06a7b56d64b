"""The databases that a demo may empty: never one with a council's own files."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import act
from tests.factories import COLLEGE, OTHER_COLLEGE, people, provider_list, register
from tracker import actions, store
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.feeds.registry import FEEDS
from tracker.store.reset import Held

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ON = AT.date()
PUBLISHED = (
    "INSERT INTO published_tables (year, kind, file, digest, rows, loaded_at,"
    " loaded_by) VALUES (2023, 'participation', 't.csv', 'x', 1, now(), '{}')"
)
FROZEN = (
    "INSERT INTO return_runs (authority, period_end, ruleset, records, sha256, header,"
    " issues, prepared_at, prepared_by, frozen_at, frozen_by, file) VALUES ('{0}',"
    " '2026-10-31', '2025-26', 0, 'x', '{{}}', '{{}}', now(), 'sam', now(), '{1}', '')"
)
DEMO, OFFICER = store.reset.DEMO, "officer"


def load_register(path, by: str) -> None:
    file = register(path / f"register of {by}.csv")
    actions.intake.register.load(
        [file], act=act(by=by, at=AT, on=ON, authority="359"), as_at=ON
    )


def load_list(path, by: str, *, applied: bool = True) -> None:
    if not db.session.scalar(text("SELECT count(*) FROM register_facts")):
        load_register(path, DEMO)
    file = provider_list(path / f"list of {by}.csv", people(len(by)))
    batch = actions.intake.receive.receive(
        FEEDS["provider-enrolment"],
        [file],
        act=act(by=by, at=AT, authority="359"),
        institution=InstitutionRef(urn=COLLEGE),
        as_at=date(2026, 10, 9),
        complete=False,
    )
    if applied:
        actions.intake.matching.match.match(batch, act=act(by=by, at=AT))
        actions.intake.apply.apply(batch, act=act(by=by, at=AT, on=ON))


@pytest.mark.parametrize(
    ("begun", "loads", "found"),
    [
        (False, [], Held.NOTHING),
        (True, [], Held.DEMO),
        (True, [DEMO], Held.DEMO),
        (True, [OFFICER], Held.DEMO_AND_MORE),
        (True, [DEMO, OFFICER], Held.DEMO_AND_MORE),
        (True, [OFFICER, DEMO], Held.DEMO_AND_MORE),
        (True, [DEMO, "college@demo.example"], Held.DEMO),
        (True, ["college@council.example.org"], Held.DEMO_AND_MORE),
        # Files of the demo's user do not make a demo that was never started.
        (False, [DEMO], Held.REAL_DATA),
        (False, [OFFICER], Held.REAL_DATA),
    ],
)
def test_only_what_a_demo_began_is_a_demos(
    inside: Flask, tmp_path, begun: bool, loads, found: Held
) -> None:
    if begun:
        store.reset.empty(at=AT, authority="359")
    for by in loads:
        load_list(tmp_path, by)
    assert store.reset.held() is found


def test_users_without_a_file_are_real_data(inside: Flask, flask, everything) -> None:
    """A council that has just begun has one administrator, and no other user."""
    words = ("users", "invite", "sam@example.org", "--name", "Sam Example")
    flask(*words, "--role", "administrator")
    assert store.reset.held() is Held.REAL_DATA
    before = everything()
    for more in ([], ["--replace"]):
        refused = flask("demo", "--people", "20", *more, code=2)
        assert refused.err.startswith("The database was not made by a demo")
        assert refused.err.count("\n") == 1
    assert everything() == before


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO settings (authority, name, value) VALUES ('359', 'region', '1')",
        "INSERT INTO audit (authority, at, by, action, subject, detail)"
        " VALUES ('359', now(), 'sam', 'setting changed', 'region', '{}')",
        "INSERT INTO audit (authority, at, by, action, subject, detail)"
        " VALUES ('359', now(), 'sam', 'demo begun', 'database', '{}')",
    ],
)
def test_one_row_of_any_table_is_real_data(inside: Flask, row: str) -> None:
    db.session.execute(text(row))
    db.session.commit()
    assert store.reset.held() is Held.REAL_DATA


def test_a_user_who_was_invited_to_a_demo_is_more_than_it(inside: Flask, flask) -> None:
    store.reset.empty(at=AT, authority="359")
    words = ("users", "invite", "sam@example.org", "--name", "Sam Example")
    flask(*words, "--role", "administrator")
    assert store.reset.held() is Held.DEMO_AND_MORE
    refused = flask("demo", "--people", "20", code=2)
    assert "add --replace to delete everything" in refused.err


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (PUBLISHED.format("sam"), Held.DEMO_AND_MORE),
        (PUBLISHED.format("data@demo.example"), Held.DEMO),
        (FROZEN.format("359", "sam"), Held.DEMO_AND_MORE),
        (FROZEN.format("355", "sam"), Held.DEMO_AND_MORE),
        (FROZEN.format("359", "data@demo.example"), Held.DEMO),
    ],
)
def test_published_tables_and_frozen_returns_of_an_officer(
    inside: Flask, flask, row: str, found: Held
) -> None:
    """They are in a database that a demo started."""
    store.reset.empty(at=AT, authority="359")
    db.session.execute(text(row))
    db.session.commit()
    assert store.reset.held() is found
    if found is Held.DEMO_AND_MORE:
        refused = flask("demo", "--people", "20", code=2)
        assert "published tables or frozen returns" in refused.err


def test_a_file_that_only_waits_is_real_data_too(inside: Flask, tmp_path) -> None:
    load_list(tmp_path, OFFICER, applied=False)
    assert store.reset.held() is Held.REAL_DATA


def test_a_register_of_an_officer_is_real_data(inside: Flask, tmp_path) -> None:
    load_register(tmp_path, OFFICER)
    assert store.reset.held() is Held.REAL_DATA


def test_a_withdrawn_file_is_still_real_data(as_json, load, app, tmp_path) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    done = load("provider-enrolment", file, institution=OTHER_COLLEGE, as_at=ON)
    batch = done["batch"]
    as_json("imports", "withdraw", batch)
    with app.app_context():
        assert store.reset.held() is Held.REAL_DATA


def test_a_decision_tried_on_the_people_of_a_demo_is_no_file(
    app, as_json, tmp_path
) -> None:
    """A user merges two, withholds one, prepares a return: it is still a demo."""
    with app.app_context():
        store.reset.empty(at=AT, authority="359")
        load_list(tmp_path, DEMO)
    as_json("people", "merge", 1, 2, "--yes")
    as_json("people", "withhold", 3)
    as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
    with app.app_context():
        assert store.reset.held() is Held.DEMO


def test_an_emptied_database_holds_no_people_and_may_be_emptied_again(
    inside: Flask, tmp_path, everything
) -> None:
    store.reset.empty(at=AT, authority="359")
    load_list(tmp_path, DEMO)
    store.reset.empty(at=AT, authority="359")
    held = {name: len(rows) for name, rows in everything().items() if rows}
    assert held == {"audit": 1}
    assert store.reset.held() is Held.DEMO
