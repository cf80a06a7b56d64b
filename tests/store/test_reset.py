"""Which database a demo may empty: never one that holds somebody's files."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.factories import COLLEGE, OTHER_COLLEGE, people, provider_list, register
from tracker.actions import imports as actions
from tracker.actions import register as registers
from tracker.domain.institution import InstitutionRef
from tracker.feeds.registry import FEEDS
from tracker.store import reset

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ON = AT.date()
DEMO, SOMEBODY = reset.DEMO, "officer"


def load_register(path, by: str) -> None:
    file = register(path / f"register of {by}.csv")
    registers.load([file], authority="359", as_at=ON, by=by, at=AT, on=ON)


def load_list(path, by: str, *, applied: bool = True) -> None:
    file = provider_list(path / f"list of {by}.csv", people(len(by)))
    batch = actions.receive(
        FEEDS["provider-enrolment"],
        [file],
        authority="359",
        institution=InstitutionRef(urn=COLLEGE),
        as_at=date(2026, 10, 9),
        complete=False,
        by=by,
        at=AT,
    )
    if applied:
        actions.match(batch, by=by, at=AT)
        actions.apply(batch, by=by, at=AT, on=ON)


@pytest.mark.parametrize(
    ("loads", "may_be"),
    [
        ([], True),
        ([(load_list, DEMO)], True),
        ([(load_list, SOMEBODY)], False),
        ([(load_list, DEMO), (load_list, SOMEBODY)], False),
        ([(load_list, SOMEBODY), (load_list, DEMO)], False),
        ([(load_list, DEMO), (load_list, "college@demo.example")], True),
        ([(load_list, "college@council.example.org")], False),
    ],
)
def test_only_what_a_demo_loaded_is_a_demos(
    inside: Flask, tmp_path, loads, may_be: bool
) -> None:
    for load, by in loads:
        load(tmp_path, by)
    assert reset.may_be_emptied() is may_be


def test_a_file_that_only_waits_is_somebodys_too(inside: Flask, tmp_path) -> None:
    load_list(tmp_path, SOMEBODY, applied=False)
    assert not reset.may_be_emptied()


def test_a_register_is_somebodys_file(inside: Flask, tmp_path) -> None:
    load_register(tmp_path, SOMEBODY)
    assert not reset.may_be_emptied()


def test_a_withdrawn_file_is_still_somebodys(told, load, app, tmp_path) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    batch = load("provider-enrolment", file, institution=OTHER_COLLEGE)["batch"]
    told("imports", "withdraw", batch)
    with app.app_context():
        assert not reset.may_be_emptied()


def test_what_somebody_tries_on_the_people_of_a_demo_is_no_file(
    app, told, tmp_path
) -> None:
    """They merge two, withhold one, prepare a return: it is a demo all the same."""
    with app.app_context():
        load_list(tmp_path, DEMO)
    told("people", "merge", 1, 2, "--yes")
    told("people", "withhold", 3)
    told("returns", "prepare", "--period", "2026-10", "--out", tmp_path)
    with app.app_context():
        assert reset.may_be_emptied()


def test_emptied_it_holds_nobody_and_may_be_emptied_again(
    inside: Flask, tmp_path, everything
) -> None:
    load_list(tmp_path, DEMO)
    reset.empty(at=AT, authority="359")
    held = {name: len(rows) for name, rows in everything().items() if rows}
    assert held == {"audit": 1}
    assert reset.may_be_emptied()
