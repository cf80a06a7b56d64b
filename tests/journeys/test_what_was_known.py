"""What was known at a moment, and a frozen month that does not change."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    person,
    provider_list,
    register,
)

DAY = timedelta(days=1)


@pytest.fixture
def october(tmp_path, load, clock):
    """Thirty students of the college, from its list of 9 October."""
    clock.set(date(2026, 10, 9))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(30)
    file = provider_list(tmp_path / "october.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    return rows


@pytest.fixture
def correction(tmp_path, load, clock, october):
    """The college was wrong about the first of them, and corrects it on 16 November."""
    clock.set(date(2026, 11, 16))
    wrong = {**october[0], "start": "14/09/2026", "end": "25/09/2026"}
    elsewhere = {**october[1], "start": "28/09/2026"}
    first = provider_list(tmp_path / "wrong.csv", [wrong])
    second = provider_list(tmp_path / "elsewhere.csv", [elsewhere])
    load("provider-enrolment", first, institution=COLLEGE, as_at=date(2026, 11, 13))
    load(
        "provider-enrolment",
        second,
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 13),
    )
    return october


def number_of(as_json, row) -> int:
    (found,) = as_json("people", "find", row["upn"])
    number: int = found["person"]
    return number


def what_happened(shown):
    return [
        (spell["institution"], spell["starts"], spell["ends"])
        for spell in shown["spells"]
    ]


def test_the_day_before_a_correction_the_history_is_the_old_one(
    as_json, correction
) -> None:
    number = number_of(as_json, correction[0])
    now = as_json("people", "show", number, "--on", "2026-10-31")
    before = as_json(
        "people", "show", number, "--on", "2026-10-31", "--known-at", "2026-11-15"
    )
    assert what_happened(before) == [(f"urn:{COLLEGE}", "2026-09-07", None)]
    assert what_happened(now)[-1][2] == "2026-09-25"
    assert not before["position"]["not_known"]
    assert now["position"]["not_known"]


@pytest.mark.parametrize(
    ("moment", "spells"),
    [
        ("2026-10-08", 0),  # before any evidence
        ("2026-10-09", 1),  # a date means the end of that day
        ("2026-11-15", 1),
        ("2026-11-16", 2),
        ("2026-11-16T00:00:00+00:00", 1),
        ("2026-11-17T00:00:00+00:00", 2),
    ],
)
def test_the_history_known_at_each_moment(as_json, correction, moment, spells) -> None:
    number = number_of(as_json, correction[1])
    shown = as_json("people", "show", number, "--known-at", moment)
    assert len(shown["spells"]) == spells
    assert (shown["position"] is None) == (spells == 0)


def test_withdrawn_evidence_was_known_until_its_withdrawal(
    as_json, correction, clock
) -> None:
    number = number_of(as_json, correction[1])
    newest = as_json("imports", "list")[0]["batch"]
    clock.set(date(2026, 11, 20))
    as_json("imports", "withdraw", newest)
    now = as_json("people", "show", number)
    then = as_json("people", "show", number, "--known-at", "2026-11-19")
    assert what_happened(now) == [(f"urn:{COLLEGE}", "2026-09-07", None)]
    assert len(then["spells"]) == 2


def test_every_spell_names_its_source(as_json, october) -> None:
    shown = as_json("people", "show", number_of(as_json, october[4]))
    (spell,) = shown["spells"]
    (source,) = spell["evidence"]
    assert source["source"] == "provider-enrolment"
    assert (source["file"], source["line"]) == ("october.csv", 6)
    assert source["as_at"] == "2026-10-09"
    assert source["recorded_at"].startswith("2026-10-09T")


def prepare(as_json, out: Path, *more: str):
    return as_json("returns", "prepare", "--period", "2026-10", "--out", out, *more)


class TestFrozen:
    def test_a_frozen_return_is_byte_identical_after_later_evidence(
        self, as_json, october, tmp_path, load, clock
    ) -> None:
        first = prepare(as_json, tmp_path / "first")
        as_json("returns", "freeze", first["run"])
        self.correct(load, tmp_path, clock, october)
        again = prepare(as_json, tmp_path / "again")
        assert again["run"] == first["run"]
        assert again["frozen"]
        assert Path(again["file"]).read_bytes() == Path(first["file"]).read_bytes()

    def test_another_run_differs_and_says_why(
        self, as_json, october, tmp_path, load, clock
    ) -> None:
        first = prepare(as_json, tmp_path / "first")
        as_json("returns", "freeze", first["run"])
        self.correct(load, tmp_path, clock, october)
        rerun = prepare(as_json, tmp_path / "rerun", "--rerun")
        assert rerun["run"] != first["run"]
        assert not rerun["frozen"]
        assert Path(rerun["file"]).read_bytes() != Path(first["file"]).read_bytes()
        diff = as_json("returns", "diff", first["run"], rerun["run"])
        assert diff["groups"]["not known"] == [0, 1]
        (change,) = diff["changes"]
        assert change["what"] == "group"
        assert (change["before"], change["after"]) == ("education", "not known")
        assert change["cause"].startswith("provider-enrolment, batch ")

    def correct(self, load, tmp_path, clock, october) -> None:
        clock.set(date(2026, 11, 16))
        wrong = {**october[0], "end": "25/09/2026"}
        file = provider_list(tmp_path / "wrong.csv", [wrong])
        load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 13))

    def test_a_run_that_is_not_frozen_is_made_again(
        self, as_json, october, tmp_path
    ) -> None:
        first = prepare(as_json, tmp_path)
        assert prepare(as_json, tmp_path)["run"] != first["run"]

    def test_a_later_run_of_the_month_may_be_frozen_too_and_counts_then(
        self, as_json, october, tmp_path, load, clock
    ) -> None:
        first = prepare(as_json, tmp_path / "first")
        as_json("returns", "freeze", first["run"])
        self.correct(load, tmp_path, clock, october)
        second = prepare(as_json, tmp_path / "second", "--rerun")
        as_json("returns", "freeze", second["run"])
        assert prepare(as_json, tmp_path / "third")["run"] == second["run"]

    @pytest.mark.parametrize(
        ("which", "says"),
        [
            ("frozen", "Run {run} is already frozen."),
            ("older", "Run {run} is not the newest of its month: run {newest} is."),
            ("none", "There is no run {run}."),
        ],
    )
    def test_runs_that_cannot_be_frozen(
        self, as_json, flask, october, tmp_path, everything, which, says
    ) -> None:
        run = prepare(as_json, tmp_path)["run"]
        newest = run
        if which == "frozen":
            as_json("returns", "freeze", run)
        elif which == "older":
            newest = prepare(as_json, tmp_path)["run"]
        else:
            run = 999
        before = everything()
        answer = flask("returns", "freeze", run, code=2)
        assert answer.err.strip() == says.format(run=run, newest=newest)
        assert everything() == before

    def test_a_month_on_names_who_joined_and_who_moved(
        self, as_json, october, tmp_path, load, clock
    ) -> None:
        first = prepare(as_json, tmp_path)
        clock.set(date(2026, 11, 30))
        rows = [{**october[0], "end": "20/11/2026"}, person(77)]
        file = provider_list(tmp_path / "november.csv", rows)
        load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 27))
        second = as_json("returns", "prepare", "--period", "2026-11", "--out", tmp_path)
        diff = as_json("returns", "diff", first["run"], second["run"])
        assert diff["records"] == [30, 31]
        assert sorted(each["what"] for each in diff["changes"]) == ["group", "joined"]
        assert all("batch" in each["cause"] for each in diff["changes"])
        assert sum(diff["causes"].values()) == 2
