"""The invented authority as a whole: its loads, their order, and what a seed does."""

import hashlib
from datetime import UTC, date

import pytest

from tracker.demo.authority import write
from tracker.domain.history.evidence import Detail, Doing, Offer

ON = date(2026, 11, 24)


def _written(folder, seed, on=ON, people=40):
    return write(
        folder,
        people=people,
        seed=seed,
        on=on,
        authority="359",
        progress=lambda sentence: None,
    )


def _digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_seed_writes_the_same_bytes_every_time_and_another_seed_others(tmp_path):
    plans = [_written(tmp_path / name, seed) for name, seed in (("a", 3), ("b", 3))]
    _written(tmp_path / "c", 4)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
    assert _digests(tmp_path / "a") != _digests(tmp_path / "c")
    assert plans[0].contacts == plans[1].contacts


def test_every_load_names_files_that_are_there_and_arrives_in_order(plan):
    arrived = [load.recorded_at for load in plan.loads]
    assert arrived == sorted(arrived)
    assert all(moment.tzinfo is UTC and moment.date() <= ON for moment in arrived)
    assert all(path.exists() for load in plan.loads for path in load.paths)
    assert all(
        load.as_at is None or load.as_at <= load.recorded_at.date()
        for load in plan.loads
    )


@pytest.mark.parametrize(
    "feed, at_least",
    [
        ("establishments", 2),
        ("nccis-file", 2),
        ("school-census", 7),
        ("provider-enrolment", 60),
    ],
)
def test_every_feed_is_there_from_the_first_autumn_on(plan, feed, at_least):
    days = [load.recorded_at.date() for load in plan.loads if load.feed == feed]
    assert len(days) >= at_least
    assert min(days) < date(2024, 12, 1)


def test_plans_and_applications_come_each_spring_and_summer(plan):
    chosen = [
        load for load in plan.loads if load.feed in ("offers", "intended-destinations")
    ]
    years = {(load.feed, load.recorded_at.year) for load in chosen}
    assert years == {
        (feed, year)
        for feed in ("offers", "intended-destinations")
        for year in (2025, 2026)
    }
    assert {load.institution is None for load in chosen} == {True, False}


def test_the_councils_own_teams_send_each_year(plan):
    own = [load for load in plan.loads if load.feed in ("plans", "care")]
    years = {(load.feed, load.recorded_at.year) for load in own}
    assert years == {
        (feed, year) for feed in ("care", "plans") for year in (2025, 2026)
    }
    assert {len(load.paths) for load in own if load.feed == "care"} <= {2, 3}
    at_home = [load for load in plan.loads if load.feed == "home-educated"]
    assert {load.recorded_at.year for load in at_home} <= {2025, 2026}
    assert at_home
    universities = [load for load in plan.loads if load.feed == "ucas"]
    assert {load.recorded_at.year for load in universities} <= {2025, 2026}
    orders = [load for load in plan.loads if load.feed == "youth-justice"]
    assert orders and all(load.complete and load.as_at for load in orders)


def test_dfe_lists_those_at_risk_twice_a_year_with_faults(plan):
    lists = [load for load in plan.loads if load.feed == "risk-lists"]
    assert [f"{load.as_at:%Y-%m}" for load in lists] == [
        *("2025-06", "2025-11", "2026-06", "2026-11")
    ]
    rows = [
        line.split(",")
        for line in lists[-1].paths[0].read_text(encoding="utf-8").splitlines()[1:]
    ]
    numbers = [row[0] for row in rows]
    assert "" in numbers and len(numbers) > len(set(numbers))
    assert {row[4] for row in rows} == {"9", "10", "11"}


def test_the_register_comes_first_and_the_old_system_before_any_list(plan):
    feeds = [load.feed for load in plan.loads]
    assert feeds[:2] == ["establishments", "nccis-file"]


def test_a_late_list_speaks_of_a_day_long_before_it_arrived(plan):
    late = [load for load in plan.loads if load.description.endswith("sent late")]
    assert len(late) == 1
    assert (late[0].recorded_at.date() - late[0].as_at).days > 60


def test_last_years_list_is_sent_once_more_but_is_not_the_same_file(plan):
    again = next(load for load in plan.loads if "once more" in load.description)
    earlier = next(
        load
        for load in plan.loads
        if load.institution == again.institution
        and load.recorded_at < again.recorded_at
    )
    assert again.paths[0].read_bytes() != earlier.paths[0].read_bytes()


def test_advisers_write_only_about_people_who_have_a_record(plan):
    seen = {}
    arrived = {
        path.relative_to(plan.folder).as_posix(): load.recorded_at
        for load in plan.loads
        for path in load.paths
    }
    for line in plan.truth_path.read_text(encoding="utf-8").splitlines()[1:]:
        file, _, person = line.split(",")
        moment = arrived.get(file) or arrived.get(file.rpartition("/")[0])
        if moment is not None and moment < seen.get(
            person, moment.max.replace(tzinfo=UTC)
        ):
            seen[person] = moment
    assert plan.contacts
    assert all(seen[each.person] < each.recorded_at for each in plan.contacts)
    assert {type(each.statement) for each in plan.contacts} == {Doing, Detail, Offer}


def test_the_folder_says_that_all_is_invented(plan):
    assert "invented" in (plan.folder / "README.txt").read_text(encoding="utf-8")


def test_history_ends_on_another_day_just_as_well(tmp_path):
    plan = _written(tmp_path, 5, on=date(2027, 3, 20))
    assert max(load.recorded_at.date() for load in plan.loads) <= date(2027, 3, 20)
    assert min(load.recorded_at.date() for load in plan.loads) == date(2024, 9, 2)


@pytest.mark.parametrize("authority, people", [("201", 300), ("359", 3)])
def test_an_impossible_demo_is_refused_in_a_sentence(tmp_path, authority, people):
    with pytest.raises(ValueError, match=r"(can invent|needs)"):
        write(
            tmp_path,
            people=people,
            seed=1,
            on=ON,
            authority=authority,
            progress=lambda sentence: None,
        )
