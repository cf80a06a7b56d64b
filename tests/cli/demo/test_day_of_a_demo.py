"""Commands on the day of a demo, and the demo that is made for a day."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import COLLEGE, people, provider_list, register
from tracker.cli import answer, clock
from tracker.cli.demo import demonstration, invent
from tracker.demo import demo_day
from tracker.demo.demo_day import DemoDay
from tracker.demo.plan import Load
from tracker.domain.reference.england import day_at

SEPTEMBER = date(2026, 9, 21)


@pytest.mark.parametrize("text", ["rubbish", "31/03/2027", "1999-01-01", "2027-13-01"])
def test_a_bad_day_is_refused_before_anything_is_deleted(flask, text) -> None:
    ended = flask("demo", "--on", text, code=2)
    assert len(ended.err.strip().splitlines()) == 1
    assert "day" in ended.err


def test_a_councils_database_is_refused_with_a_demos_day(
    flask, app, load, tmp_path, monkeypatch
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    monkeypatch.setitem(app.config, "DEMO_DAY", DemoDay(SEPTEMBER, "TRACKER_DAY"))
    ended = flask("imports", "list", code=2)
    assert "was not made by a demo" in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_commands_stand_on_the_day(app, monkeypatch) -> None:
    with app.app_context():
        assert answer.today() == day_at(answer.now())
        monkeypatch.setitem(app.config, "DEMO_DAY", DemoDay(SEPTEMBER, "x"))
        assert answer.today() == SEPTEMBER
        assert answer.now().date() != SEPTEMBER
        # In September midnight is an hour earlier in England than by the clock of UTC.
        assert day_at(answer.now_on_day()) == SEPTEMBER
        assert clock.day_of(datetime(2030, 1, 1, tzinfo=UTC)) == SEPTEMBER


@pytest.mark.parametrize(
    ("on", "kept", "chosen"),
    [
        # The option, the setting; the day of an earlier demo goes with it.
        (SEPTEMBER, None, SEPTEMBER),
        (SEPTEMBER, DemoDay(date(2027, 3, 31), "TRACKER_DAY"), SEPTEMBER),
        (None, DemoDay(SEPTEMBER, "TRACKER_DAY"), SEPTEMBER),
        (None, DemoDay(SEPTEMBER, "var/demo/day"), None),
        (None, None, None),
    ],
)
def test_the_day_of_a_new_demo(app, monkeypatch, on, kept, chosen) -> None:
    monkeypatch.setitem(app.config, "DEMO_DAY", kept)
    with app.app_context():
        assert invent._chosen(on) == chosen
        with invent._standing_on(chosen):
            assert (clock.demo_day() is None) == (chosen is None)
        assert clock.demo_day() == kept


def test_a_file_of_a_day_to_come_is_recorded_now(monkeypatch, tmp_path) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    monkeypatch.setattr(answer, "now", lambda: at)

    def made(when: datetime) -> tuple[datetime, date]:
        load = Load("nccis-file", (), None, None, False, when, "")
        act = demonstration._act_of(load, "359")
        return act.at, act.on

    came = datetime(2027, 2, 10, 9, tzinfo=UTC)
    assert made(came) == (at, date(2027, 2, 10))
    earlier = datetime(2026, 2, 10, 9, tzinfo=UTC)
    assert made(earlier) == (earlier, date(2026, 2, 10))


def test_a_list_of_today_may_be_loaded_on_a_day_to_come(
    flask, app, load, tmp_path, monkeypatch
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    monkeypatch.setattr(answer, "today", lambda: date(2027, 3, 31))
    file = provider_list(tmp_path / "list.csv", people(3))
    found = load(
        "provider-enrolment", file, institution=COLLEGE, as_at=date(2027, 3, 31)
    )
    assert found["applied"]
    assert demo_day.FIRST < SEPTEMBER < demo_day.LAST
