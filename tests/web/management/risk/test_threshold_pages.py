"""Thresholds as work: requested, followed, kept with its day. All is invented."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import census, pupil, register
from tests.web.conftest import token
from tests.web.management.conftest import run
from tests.web.management.reading import main_text
from tests.web.management.test_dashboard import page
from tracker.extensions import db
from tracker.store.work.tasks import Task

PAGE = "/risk/thresholds?left=2025&known=now"
COUNT = "/risk/thresholds/count?left=2025&known=now"
pytestmark = pytest.mark.law("D-11")


@pytest.fixture
def cohort(pages: Flask, load, tmp_path: Path, clock) -> Flask:
    """Pupils of Year 11 in 2024/25; where they are later is not known."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    clock.set(date(2025, 1, 20))
    needs = ({"sen": "E"}, {"meals": "Y"}, {}, {})
    rows = [
        pupil(n, date(2008, 10, n), year="11", **more)
        for n, more in enumerate(needs, start=1)
    ]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2024, 10, 3))
    clock.set(date(2026, 11, 24))
    return pages


@pytest.fixture
def boss(cohort: Flask, signed_in):
    return signed_in("manager")


def count(client, address: str = COUNT):
    shown = page(client, PAGE)
    return client.post(address, data={"csrf_token": token(shown)})


def tasks(app: Flask) -> list[Task]:
    with app.app_context():
        return db.session.query(Task).filter_by(kind="risk thresholds").all()


def test_the_page_opens_without_a_result_and_counts_nothing(boss, cohort) -> None:
    words = main_text(page(boss, PAGE))
    assert "This has not been worked out yet" in words and "Work it out" in words
    assert tasks(cohort) == []


def test_a_count_is_requested_followed_and_kept(boss, cohort) -> None:
    answer = count(boss)
    assert answer.status_code == 302
    assert answer.location.endswith(PAGE) or "left=2025" in answer.location
    assert "Waiting in the queue" in main_text(page(boss, PAGE))
    run(cohort)
    words = main_text(page(boss, PAGE))
    assert "4 young people; 4 of them were NEET or not known" in words
    assert "Worked out" in words and "24 November 2026" in words
    assert "Work it out again" in words
    assert "not been worked out" in main_text(page(boss, PAGE.partition("&")[0]))


def test_a_second_click_requests_nothing(boss, cohort) -> None:
    count(boss)
    boss.post(COUNT, data={"csrf_token": token(page(boss, "/risk"))})
    assert len(tasks(cohort)) == 1


def test_the_last_result_stays_while_it_is_counted_again(boss, cohort) -> None:
    count(boss)
    run(cohort)
    count(boss)
    words = main_text(page(boss, PAGE))
    assert "Waiting in the queue" in words and "4 young people; 4 of them" in words


def test_what_is_kept_names_no_one(boss, cohort) -> None:
    count(boss)
    run(cohort)
    (task,) = tasks(cohort)
    assert task.result["counted"]["official"] == [0, 0, 4, 0]
    kept = f"{task.result} {task.arguments}"
    assert not any(pupil(n)[each] in kept for n in (1, 2) for each in ("family", "upn"))
    assert set(task.result) == {"counted", "gone", "sealed", "thin", "official"}


POINTS = 'title = "Ours"\nthreshold = 1\n[points]\nplan = 1\n'


@pytest.fixture
def our_points(tmp_path, monkeypatch) -> Path:
    """The text of the council's own points, which are in use."""
    file = tmp_path / "ours.toml"
    file.write_text(POINTS, "utf-8")
    monkeypatch.setattr("tracker.packing.local_folder.risk", lambda: iter([tmp_path]))
    return file


def test_by_other_points_an_earlier_result_is_not_shown(
    boss, cohort, our_points
) -> None:
    count(boss)
    run(cohort)
    assert "4 young people" in main_text(page(boss, PAGE))
    our_points.write_text(POINTS + "free_meals = 1\n", "utf-8")
    words = main_text(page(boss, PAGE))
    assert "The points were changed since" in words and "4 young people" not in words


def test_points_that_change_while_it_waits_end_it_in_one_sentence(
    boss, cohort, our_points
) -> None:
    count(boss)
    our_points.write_text(POINTS.replace("plan = 1", "plan = 2"), "utf-8")
    run(cohort)
    assert "The points were changed since this was requested" in main_text(
        page(boss, PAGE)
    )


def test_an_unknown_year_or_threshold_is_not_found(boss) -> None:
    assert boss.get("/risk/thresholds?left=1999").status_code == 404
    assert boss.get("/risk/thresholds?threshold=99").status_code == 404
