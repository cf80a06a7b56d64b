"""A backup brings back what was disposed of; the ledger finds it and it goes again."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.cli.running.backed_up import tables
from tests.conftest import runner
from tests.factories import COLLEGE, people, person, provider_list, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.law.disposals.ledger import Ledger
from tracker.cli.law import disposal_commands
from tracker.keeping import AuditKeys

ODD = {"given": "Zyxquabert", "family": "Quorfleet"}
DUE = date(2031, 9, 1)
HERE = authority_scope("359")


@pytest.fixture
def ledger(own: Path, app: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of this test alone, which no backup holds."""
    here = app.config["TRACKER"]
    file = own.parent / "ledger.jsonl"
    kept = replace(here, keeping=replace(here.keeping, disposals=file))
    monkeypatch.setitem(app.config, "TRACKER", kept)
    return file


@pytest.fixture
def back(elsewhere: Any, ledger: Path, var: Path) -> Callable[..., Any]:
    """Restores a backup elsewhere, with the keys and the ledger."""

    def restore(backup: Path) -> Any:
        there = elsewhere.config["TRACKER"]
        shutil.copytree(var / "keys", there.var / "keys", dirs_exist_ok=True)
        elsewhere.config["TRACKER"] = replace(
            there, keeping=replace(there.keeping, disposals=ledger)
        )
        return runner(elsewhere)("restore", backup, "--json").json

    return restore


@pytest.fixture
def planted(own: Path, ledger: Path, load: Any, flask: Any, tmp_path: Path) -> Path:
    """An odd name and two others in a list, and a backup of it."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    rows = [person(4, date(2009, 9, 30), **ODD), *people(2, first=40)]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    flask("backup", own / "old")
    return own / "old"


def disposed(flask: Any, clock: Any, on: date = DUE) -> Any:
    clock.set(on)
    flask("disposals", "confirm", "record", "lines", "return", "--for", "Judith")
    made = flask("disposals", "propose", "--for", "Bethan", "--json").json
    flask("disposals", "approve", made["disposal"], "--for", "Judith")
    return flask("disposals", "carry-out", made["disposal"], "--json").json


def naming(app: Any, *words: str) -> set[str]:
    return {
        name
        for name, rows in tables(app).items()
        if any(word in row.lower() for row in rows for word in words)
    }


@pytest.mark.law("N-20", "D-04")
def test_what_a_backup_brings_back_goes_again(
    app: Any,
    flask: Any,
    clock: Any,
    elsewhere: Any,
    planted: Path,
    ledger: Path,
    back: Any,
) -> None:
    assert disposed(flask, clock)["people_done"] == 3
    assert naming(app, "zyxquabert", "quorfleet") == set()
    written = ledger.read_bytes().lower()
    for word in (b"zyxquabert", b"quorfleet", b"2009"):
        assert word not in written
    (advice,) = back(planted)["information"]
    assert "flask disposals replay" in advice
    assert {"people", "facts"} <= naming(elsewhere, "zyxquabert", "quorfleet")
    there = runner(elsewhere)
    alarm = there("doctor", "--json", code=None).out
    assert "disposed of are here again: 3" in alarm
    replayed = there("disposals", "replay", "--json").json
    assert (replayed["records"], replayed["held"]) == (3, 0)
    assert naming(elsewhere, "zyxquabert", "quorfleet") == set()
    assert there("disposals", "replay", "--json").json["records"] == 0
    assert "here again" not in there("doctor", "--json", code=None).out


@pytest.mark.law("D-04")
def test_another_person_with_a_number_given_again_stays(
    flask: Any,
    clock: Any,
    elsewhere: Any,
    planted: Path,
    back: Any,
    load: Any,
    own: Path,
    tmp_path: Path,
) -> None:
    """The newcomer after the backup had number 4; after the restore another has it."""
    rows = people(1, first=60)
    file = provider_list(tmp_path / "more.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 9))
    assert disposed(flask, clock)["people_done"] == 4
    back(planted)
    there = runner(elsewhere)
    other = provider_list(
        tmp_path / "other.csv", [person(77, date(2014, 10, 1), start="02/09/2031")]
    )
    clock.set(date(2031, 9, 2))
    words = ("--institution", COLLEGE, "--as-at", "2031-09-02", "--yes")
    there("imports", "load", "provider-enrolment", other, *words)
    with elsewhere.app_context():
        assert store.people.records.records([4], within=HERE) != []
    assert there("disposals", "replay", "--json").json["records"] == 3
    with elsewhere.app_context():
        assert store.people.records.records([4], within=HERE) != []


@pytest.mark.law("D-04")
def test_a_withdrawn_list_that_comes_back_is_emptied_again(
    flask: Any,
    clock: Any,
    elsewhere: Any,
    own: Path,
    ledger: Path,
    back: Any,
    load: Any,
    tmp_path: Path,
) -> None:
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
    file = provider_list(tmp_path / "w.csv", [person(4, **ODD)])
    loaded = load("provider-enrolment", file, institution=COLLEGE, as_at=clock.today())
    flask("imports", "withdraw", loaded["batch"])
    flask("backup", own / "old")
    done = disposed(flask, clock, date(2027, 2, 23))
    assert (done["people_done"], sum(done["lines_done"].values())) == (0, 1)
    back(own / "old")
    assert naming(elsewhere, "zyxquabert")
    assert runner(elsewhere)("disposals", "replay", "--json").json["lines"] == 1
    assert naming(elsewhere, "zyxquabert", "quorfleet") == set()


def test_the_ledger_forgets_when_the_oldest_backup_has_expired(
    flask: Any, app: Any, clock: Any, planted: Path, ledger: Path
) -> None:
    disposed(flask, clock)
    kept = disposal_commands.ledger(app.config["TRACKER"])
    with app.app_context():
        assert kept.read("359")
        assert kept.forget(clock.tick() + timedelta(days=89)) == 0
        assert not kept.read("358")
        assert kept.forget(clock.tick() + timedelta(days=91)) == 1
        assert not kept.read("359")
    assert b"digests" not in ledger.read_bytes() and kept.read("359").begun_at


def of(authority: str, ledger: Path, keys: AuditKeys) -> None:
    """Another ledger in its place."""
    ledger.unlink()
    at = datetime(2031, 1, 1, tzinfo=UTC)
    Ledger(ledger, keys, 90).append([("record", 1, "x")], authority=authority, at=at)


def older(ledger: Path, keys: AuditKeys) -> None:
    """A copy from before its newest disposal."""
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(it for it in lines if b"begun" in it))


def changed(ledger: Path, keys: AuditKeys) -> None:
    """One sign of a digest is another one."""
    first, last = ledger.read_bytes().rsplit(b'"digests":["', 1)
    sign = b"1" if last[:1] == b"0" else b"0"
    ledger.write_bytes(first + b'"digests":["' + sign + last[1:])


SPOILT: dict[str, Callable[[Path, AuditKeys], object]] = {
    "There is no ledger of disposals": lambda file, keys: file.unlink(),
    "has no disposals of authority 359": lambda file, keys: of("350", file, keys),
    "was written with the key": lambda file, keys: of(
        "359", file, AuditKeys(file.with_name("other"))
    ),
    "Line 1 of the ledger": lambda file, keys: file.write_bytes(b"\0" * 80),
    "is damaged": changed,
    "lacks disposal 1 of 1 September 2031": older,
}


@pytest.mark.law("D-04")
def test_a_ledger_that_cannot_know_is_refused(
    app: Any, flask: Any, clock: Any, planted: Path, ledger: Path
) -> None:
    disposed(flask, clock)
    assert flask("disposals", "replay", "--json").json["records"] == 0
    whole = ledger.read_bytes()
    for sentence, spoil in SPOILT.items():
        spoil(ledger, app.config["TRACKER"].audit_keys)
        refused = flask("disposals", "replay", code=2)
        assert sentence in refused.err and refused.out == ""
        assert len(refused.err.strip().splitlines()) == 1
        ledger.write_bytes(whole)


@pytest.mark.law("D-04")
def test_an_empty_ledger_is_complete_where_it_is_older_than_the_backup(
    flask: Any, elsewhere: Any, planted: Path, ledger: Path, back: Any, clock: Any
) -> None:
    assert b"by a backup" in ledger.read_bytes()
    whole = ledger.read_bytes()
    ledger.unlink()
    (advice,) = back(planted)["information"]
    assert "flask disposals replay" in advice
    there = runner(elsewhere)
    assert "no ledger" in there("disposals", "replay", code=2).err
    clock.set(date(2026, 11, 28))
    there("backup", elsewhere.config["TRACKER"].var / "next")
    late = there("disposals", "replay", code=2)
    assert "begun on 28 November 2026, after the backup of" in late.err
    began = ledger.read_bytes()
    ledger.write_bytes(whole)
    assert there("disposals", "replay", "--json").json["records"] == 0
    ledger.write_bytes(began)
    assert "complete" in there("disposals", "begin", "--because", "x", code=2).err


@pytest.mark.law("D-04")
def test_a_lost_ledger_is_begun_for_a_reason(
    app: Any, flask: Any, clock: Any, planted: Path, ledger: Path
) -> None:
    disposed(flask, clock)
    ledger.unlink()
    flask("disposals", "begin", "--because", "The disk is lost")
    assert flask("disposals", "replay", "--json").json["ledger_newest_at"] is None
    assert naming(app, "the disk is lost") == {"audit"}
    again = flask("disposals", "begin", "--because", "Again", code=2)
    assert "needs no beginning" in again.err


def test_nothing_goes_where_the_ledger_cannot_be_written(
    flask: Any, app: Any, clock: Any, planted: Path, ledger: Path
) -> None:
    ledger.unlink()
    ledger.mkdir()
    clock.set(DUE)
    flask("disposals", "confirm", "record", "lines", "return", "--for", "Judith")
    flask("disposals", "propose", "--for", "Bethan")
    flask("disposals", "approve", 1, "--for", "Judith")
    refused = flask("disposals", "carry-out", 1, code=2)
    assert "ledger of disposals cannot be" in refused.err
    assert naming(app, "quorfleet")


def test_half_of_a_line_and_a_missing_key_are_noticed(
    flask: Any, app: Any, clock: Any, planted: Path, ledger: Path
) -> None:
    disposed(flask, clock)
    ledger.write_bytes(b'{"authority": "35\n' + ledger.read_bytes())
    kept = disposal_commands.ledger(app.config["TRACKER"])
    assert kept.read("359")
    line = orjson.loads(ledger.read_bytes().splitlines()[2])
    ledger.write_bytes(orjson.dumps({**line, "key": "0" * 16}))
    with pytest.raises(actions.law.disposals.ledger.LedgerUnusable, match="key"):
        kept.read("359")
