"""A small load test: its people exist, and the requests of users are timed."""

import argparse
import asyncio
import json
import time
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import text

from tests.browser.place import serving
from tests.conftest import SMALL_ON
from tests.load import __main__, browsing, population
from tests.load.browsing import Browser, Times, live
from tests.web.conftest import NOW, PASSWORD, make
from tracker.extensions import db


@pytest.fixture
def town(pages: Flask, tmp_path, monkeypatch) -> Flask:
    """Two hundred young people, two advisers and one user of each other role."""
    monkeypatch.setattr(population, "_OF_A_CASELOAD", 5)
    with pages.app_context():
        population.make(200, tmp_path, on=SMALL_ON, say=lambda words: None)
        hashed = make("auditor").password or ""
        population.staff(
            hashed,
            {"adviser": 2, "manager": 1, "data-manager": 1, "school-user": 1},
            on=SMALL_ON,
            keys=pages.config["TRACKER"].keys,
        )
    return pages


def test_its_people_have_activities_schools_and_caseloads(town: Flask) -> None:
    with town.app_context():
        counts = {
            name: db.session.execute(text(query)).scalar_one()
            for name, query in {
                "activities": "SELECT count(DISTINCT activity) FROM positions",
                "schools": "SELECT count(DISTINCT year_11_school) FROM positions",
                "caseload": "SELECT count(*) FROM caseload",
                "contacts": "SELECT count(*) FROM contacts",
                "days": "SELECT count(DISTINCT as_of) FROM positions",
            }.items()
        }
    assert counts["activities"] >= 5
    assert counts["schools"] > 20
    assert counts["days"] >= 15
    assert (counts["caseload"], counts["contacts"]) == (10, 30)


def test_users_of_every_role_are_answered_and_timed(
    town: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "THINKING", (0.0, 0.05))
    with town.app_context():
        habits = __main__._habits(SMALL_ON)
    times = Times()

    async def look_around(host: str, port: int) -> None:
        for place, habit in enumerate(habits):
            browser = Browser(host, port)
            await browser.sign_in(f"{habit.role}-0@load.example", PASSWORD, at=NOW)
            now = time.monotonic()
            await live(browser, habit, times, begin=now, until=now + 3, seed=place)
            browser.close()

    with serving(town) as address:
        parts = urlsplit(address)
        asyncio.run(look_around(str(parts.hostname), parts.port or 0))
    assert times.wrong == []
    assert {"my day", "person", "dashboard", "school leavers"} <= set(times.of)


@pytest.mark.parametrize(
    ("took", "wrong", "code", "says"),
    [
        ([50.0] * 20, [], 0, ""),
        ([50.0] * 18 + [150.0] * 2, [], 1, "my day: one in twenty took 150 ms"),
        ([50.0] * 20, ["my day: 500"], 1, "my day: 500"),
        ([], [], 1, ""),
    ],
)
def test_it_fails_if_a_page_is_slow_or_wrong(
    tmp_path, capsys, took, wrong, code, says
) -> None:
    times = Times(wrong=wrong)
    if took:
        times.of["my day"] = took
    options = argparse.Namespace(people=9, workers=2, threads=4, seconds=1)
    assert __main__._report(times, options, tmp_path) == code
    assert says in capsys.readouterr().err
    (kept,) = tmp_path.glob("*.json")
    assert json.loads(kept.read_text("utf-8"))["people"] == 9
