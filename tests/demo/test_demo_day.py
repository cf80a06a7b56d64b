"""The day of a demo: read, kept, and refused where the database is a council's."""

from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tracker.config import SettingMissing
from tracker.demo import demo_day
from tracker.demo.demo_day import DemoDay
from tracker.domain.reference.england import day_at, on_day

SEPTEMBER, MARCH = date(2026, 9, 21), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tomorrow", "tomorrow is not a day such as 2026-09-21."),
        ("21/09/2026", "21/09/2026 is not a day such as 2026-09-21."),
        ("2026-02-30", "2026-02-30 is not a day such as 2026-09-21."),
        ("", " is not a day such as 2026-09-21."),
        ("9" * 4000, f"{'9' * 40}... is not a day such as 2026-09-21."),
        ("2021-08-31", "A demo's day is from 1 September 2021 to 31 August 2030"),
        ("9999-12-31", "A demo's day is from 1 September 2021 to 31 August 2030"),
    ],
)
def test_a_bad_day_is_refused_in_one_sentence(text, says, tmp_path) -> None:
    with pytest.raises(ValueError, match="day") as refused:
        demo_day.read(text)
    assert str(refused.value).startswith(says)
    assert "\n" not in str(refused.value)
    if text:
        with pytest.raises(SettingMissing, match=r"^TRACKER_DAY: "):
            demo_day.found({"TRACKER_DAY": text}, tmp_path)


def test_the_day_is_kept_with_the_demo_and_the_setting_comes_first(tmp_path) -> None:
    assert demo_day.found({}, tmp_path) is None
    assert demo_day.keep(tmp_path, SEPTEMBER) == demo_day.found({}, tmp_path)
    assert demo_day.found({}, tmp_path).day == SEPTEMBER
    set_to = demo_day.found({"TRACKER_DAY": " 2027-03-31 "}, tmp_path)
    assert set_to == DemoDay(MARCH, "TRACKER_DAY")
    demo_day.keep(tmp_path, None)
    assert demo_day.found({"TRACKER_DAY": ""}, tmp_path) is None


def test_a_damaged_file_is_named(tmp_path) -> None:
    demo_day.keep(tmp_path, SEPTEMBER)
    (tmp_path / "demo" / "day").write_text("yesterday")
    with pytest.raises(SettingMissing, match="demo/day: yesterday is not a day"):
        demo_day.found({}, tmp_path)


@pytest.mark.parametrize(
    ("at", "day", "moved"),
    [
        # The same day: the very moment. Winter to summer: the same hour in England.
        ("2026-11-24T09:30+00:00", "2026-11-24", "2026-11-24T09:30+00:00"),
        ("2026-11-24T09:30+00:00", "2026-09-21", "2026-09-21T08:30+00:00"),
        ("2026-07-01T23:30+00:00", "2027-03-31", "2027-03-30T23:30+00:00"),
        # An hour that the clocks leave out still gives a moment of that day.
        ("2026-11-24T01:30+00:00", "2027-03-28", "2027-03-28T01:30+00:00"),
    ],
)
def test_a_moment_is_moved_to_the_same_hour_of_the_day(at, day, moved) -> None:
    made = on_day(datetime.fromisoformat(at), date.fromisoformat(day))
    assert made == datetime.fromisoformat(moved)
    assert day_at(made) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("on", "was", "day"),
    [
        # An act of a council: the day of every moment is its own.
        ("2026-11-24", "2026-11-20T10:00+00:00", "2026-11-20"),
        # On a demo's day, what was recorded today by the clock is of that day.
        ("2027-03-31", "2026-11-24T08:00+00:00", "2027-03-31"),
        ("2026-09-21", "2026-11-23T08:00+00:00", "2026-09-20"),
    ],
)
def test_an_earlier_moment_is_as_many_days_before(on, was, day) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    here = act("me", at, date.fromisoformat(on))
    assert here.day_of(datetime.fromisoformat(was)) == date.fromisoformat(day)
    assert here.by_the_clock.on == date(2026, 11, 24)
    assert day_at(here.moment) == date.fromisoformat(on)
