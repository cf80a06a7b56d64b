"""Return details are stored between folds, and the same when they are made again."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import COLLEGE, nccis, people, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.extensions import db

OCTOBER = date(2026, 10, 31)
DOING = {"activity": "230", "start": "07/09/2026", "ascertained": "10/09/2026"}


@pytest.fixture
def kept(app):
    def read() -> set[tuple[date, int]]:
        with app.app_context():
            question = text("SELECT as_of, person_id FROM return_details")
            return {(as_of, person) for as_of, person in db.session.execute(question)}

    return read


@pytest.fixture
def forgotten(app):
    def run() -> None:
        with app.app_context(), store.database.base.transaction():
            store.database.base.run("DELETE FROM return_details")

    return run


@pytest.fixture
def prepare(as_json, tmp_path):
    def run() -> bytes:
        folder = tmp_path / "out"
        made = as_json("returns", "prepare", "--period", "2026-10", "--out", folder)
        return Path(made["file"]).read_bytes()

    return run


@pytest.fixture
def october(tmp_path, load, clock):
    """An earlier system's file, then a college's newer list of some of its people."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(8)
    earlier = [{**row, **DOING, "verified": "11/09/2026"} for row in rows]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", date(2026, 9, 30), earlier))
    file = provider_list(tmp_path / "list.csv", rows[:5])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    return rows


def test_the_return_is_the_same_from_stored_details_and_from_evidence(
    october, prepare, kept, forgotten, monkeypatch
) -> None:
    made = prepare()
    assert {day for day, _ in kept()} == {OCTOBER}
    assert len(kept()) == 8
    with monkeypatch.context() as patched:
        # No person is folded again: there would be no evidence to fold.
        patched.setattr(
            "tracker.store.history.evidence.histories",
            lambda persons, **how: iter([(each, []) for each in persons]),
        )
        assert prepare() == made
    forgotten()
    assert prepare() == made


def test_stored_details_go_with_the_positions_of_a_changed_person(
    october, prepare, kept, forgotten, load, tmp_path, clock
) -> None:
    clock.set(date(2026, 11, 6))
    before = prepare()
    numbered = [{**row, "uln": "1000000108"} for row in october[:1]]
    file = provider_list(tmp_path / "later.csv", numbered)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 30))
    assert len(kept()) == 8  # for a few people it is made again at once
    after = prepare()
    assert after != before
    forgotten()
    assert prepare() == after


def test_stored_details_go_when_their_record_is_merged(
    october, prepare, as_json, forgotten
) -> None:
    before = prepare()
    as_json("people", "merge", 1, 2, "--because", "one person")
    after = prepare()
    assert after != before
    forgotten()
    assert prepare() == after
    as_json("people", "unmerge", 1)
    with_both = prepare()
    assert with_both == before


def test_a_large_file_leaves_the_last_month_as_the_evidence_gives_it(
    october, prepare, kept, app, load, tmp_path, clock, monkeypatch
) -> None:
    """It is made in the same fold, and nothing is left to make."""
    monkeypatch.setattr(actions.history.positions, "FEW_PEOPLE", 1)
    clock.set(date(2026, 11, 6))
    before = prepare()
    rows = [{**row, "uln": f"10000001{n:02}"} for n, row in enumerate(october, 8)]
    file = provider_list(tmp_path / "later.csv", [*rows, *people(2, first=20)])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 30))
    made = (kept(), stored(app))
    assert len(kept()) > 8
    with monkeypatch.context() as patched:
        patched.setattr(
            actions.history.positions, "fold", None
        )  # no person is folded for it again
        after = prepare()
    assert after != before
    with app.app_context(), store.database.base.transaction():
        store.history.derivations.forget_all()
    assert prepare() == after
    assert (kept(), stored(app)) == made


def stored(app) -> list:
    with app.app_context():
        return store.history.positions.on(OCTOBER, within=authority_scope("359"))


def test_only_ends_of_months_that_may_still_be_returned_are_kept(
    october, prepare, kept, app
) -> None:
    scope = authority_scope("359")
    prepare()
    with app.app_context():
        actions.history.positions.refresh(
            [date(2026, 3, 31), date(2026, 10, 12)], within=scope
        )
    assert {day for day, _ in kept()} == {OCTOBER}
    with app.app_context():
        actions.history.positions.delete_old("359", on=date(2027, 3, 1))
    assert kept() == set()


def test_stored_details_go_with_the_positions_of_their_day(
    october, prepare, app
) -> None:
    """One person's details were made before the month was requested."""
    with app.app_context():
        actions.history.positions.refresh(
            [OCTOBER], within=authority_scope("359"), only=[1]
        )
        actions.history.positions.delete_old("359", on=date(2026, 11, 4))
    assert prepare().count(b"<YoungPersonsRecord>") == 8
