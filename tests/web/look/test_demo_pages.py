"""A demo's day on the pages: in the masthead, and never on a council's database."""

from datetime import date

import pytest

from tests.web.conftest import NOW
from tracker import store
from tracker.demo.demo_day import DemoDay
from tracker.store.accounts.audit import Action, AuditLine
from tracker.web import acting
from tracker.web.front import demo_pages

MARCH = DemoDay(date(2027, 3, 31), "TRACKER_DAY")


@pytest.fixture
def standing(pages, monkeypatch):
    """The pages on a demo's day, checked as at the start of a process."""
    monkeypatch.setitem(pages.config, "DEMO_DAY", MARCH)
    monkeypatch.setitem(pages.extensions, demo_pages._FOUND, False)
    with pages.app_context():
        yield pages


def begun_by(who: str) -> None:
    with store.database.base.transaction():
        store.database.base.insert(
            AuditLine(
                authority="359",
                at=NOW,
                by=who,
                action=Action.DEMO_STARTED.value,
                subject="database",
                detail={},
            )
        )


def refused(pages) -> bool:
    with pages.test_request_context("/sign-in"):
        try:
            return demo_pages._refuse() is not None
        except demo_pages.ServiceUnavailable:
            return True


def test_the_masthead_names_the_day_of_a_demo(pages, standing) -> None:
    shown = pages.test_client().get("/sign-in").get_data(as_text=True)
    assert "Demo of Wednesday 31 March 2027" in shown
    with pages.test_request_context("/"):
        assert acting.today() == MARCH.day
        assert acting.now() == NOW
        assert acting.clock_day() == NOW.date()
        assert acting.now_on_day().date() == MARCH.day
        assert acting.began(date(2027, 3, 1)).date() == date(2026, 10, 25)
        assert acting.midnight(1).date() == date(2026, 11, 23)


def test_no_masthead_names_a_day_without_one(pages) -> None:
    assert "Demo of" not in pages.test_client().get("/sign-in").get_data(as_text=True)


def test_a_councils_database_answers_no_page_on_a_demos_day(standing, load) -> None:
    assert not refused(standing), "it is empty: a demo may begin in it"
    begun_by("data@example.org")
    assert refused(standing)
    assert "database was not made by a demo" in MARCH.refusal


def test_the_database_of_a_demo_is_looked_at_once(standing, queries) -> None:
    begun_by(store.reset.DEMO)
    assert not refused(standing)
    with queries() as counted:
        assert not refused(standing)
    assert len(counted) == 0
