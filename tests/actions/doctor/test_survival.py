"""flask doctor about what survives a bad day: backups, the audit, keys, the scanner."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import NOON, act
from tests.conftest import url_of
from tests.store.database import own_server
from tracker import actions, store
from tracker.actions.backup.last_backup import LastBackup
from tracker.actions.backup.manifest import MANIFEST
from tracker.actions.doctor.checks import audit
from tracker.actions.doctor.examination import Installation, checks
from tracker.actions.worker import sealed_things
from tracker.actions.worker.sealed_things import Place, in_files
from tracker.config import Settings
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.keeping import AuditKeys, Keeping
from tracker.store.accounts import audit_seals
from tracker.store.accounts.audit import Action
from tracker.store.accounts.audit_integrity import audit_waiting
from tracker.virus_scanner import Scanner, scanner

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

Finds = Callable[..., list[str]]


@pytest.fixture
def finds(inside: Flask, tmp_path: Path) -> Finds:
    """What one check finds in an installation that has a folder of its own."""
    (tmp_path / "var").mkdir()

    def run(title: str, at: datetime = NOON, **change: object) -> list[str]:
        here: Settings = replace(
            inside.config["TRACKER"], **{"var": tmp_path / "var", **change}
        )
        (one,) = [each for each in checks() if each.title == title]
        return list(one.finds(Installation(here, {}, at, at.date())))

    return run


# --- Backups --------------------------------------------------------------------------


@pytest.fixture
def nightly(tmp_path: Path) -> Callable[[datetime], Keeping]:
    """A backup in the folder of TRACKER_BACKUP, and the settings with that folder."""

    def make(at: datetime) -> Keeping:
        target = tmp_path / "backups" / f"tracker-{at:%Y%m%d}"
        target.mkdir(parents=True)
        (target / MANIFEST).touch()
        actions.backup.last_backup.note(tmp_path / "var", LastBackup(at, target))
        return Keeping(backup_folder=target.parent)

    return make


def test_without_a_folder_no_backup_is_made(finds: Finds, tmp_path: Path) -> None:
    (sentence,) = finds("Backup")
    assert "TRACKER_BACKUP is not set, so no backup is made each night" in sentence
    assert "none is known" in sentence
    by_hand = LastBackup(NOON - 3 * DAY, Path("/media/elsewhere"))
    actions.backup.last_backup.note(tmp_path / "var", by_hand)
    (sentence,) = finds("Backup")
    assert "the last is of 21 Nov 2026 12:00 UTC" in sentence


def test_a_backup_that_was_never_made_is_named(finds: Finds, tmp_path: Path) -> None:
    kept = Keeping(backup_folder=tmp_path / "backups")
    (sentence,) = finds("Backup", keeping=kept)
    assert "No backup has been made yet" in sentence
    assert "flask backup" in sentence


def test_the_record_of_the_last_backup_may_be_damaged(
    finds: Finds, nightly, tmp_path: Path
) -> None:
    kept = nightly(NOON)
    (tmp_path / "var" / "backup" / "last.json").write_text('{"at": "yester')
    (sentence,) = finds("Backup", keeping=kept)
    assert "No backup has been made yet" in sentence


def test_a_backup_of_more_than_a_day_ago_is_named(finds: Finds, nightly) -> None:
    kept = nightly(NOON)
    assert finds("Backup", NOON + DAY, keeping=kept) == []
    (sentence,) = finds("Backup", NOON + DAY + MINUTE, keeping=kept)
    assert "is of 24 Nov 2026 12:00 UTC, which is more than a day ago" in sentence


def test_a_backup_that_a_clock_ahead_made_is_not_that_of_the_day(
    nightly, tmp_path: Path
) -> None:
    is_due = actions.backup.last_backup.is_due
    nightly(NOON + 2 * DAY)
    for at in (NOON, NOON + DAY):
        assert is_due(tmp_path / "var", at)
    nightly(NOON + DAY)
    assert not is_due(tmp_path / "var", NOON + DAY + MINUTE)


def test_a_backup_of_tomorrow_does_not_hide_that_none_is_made(
    finds: Finds, nightly
) -> None:
    (sentence,) = finds("Backup", keeping=nightly(NOON + 30 * DAY))
    assert "has not come yet: the clock has been set back" in sentence


def test_a_backup_whose_disk_is_gone_is_named(
    finds: Finds, nightly, tmp_path: Path
) -> None:
    kept = nightly(NOON)
    (tmp_path / "backups").rename(tmp_path / "taken away")
    (sentence,) = finds("Backup", keeping=kept)
    assert "is no longer at" in sentence


# --- The audit ------------------------------------------------------------------------


def test_lines_that_wait_for_a_seal_for_an_hour_are_named(
    finds: Finds, tmp_path: Path
) -> None:
    hour, title = 60 * MINUTE, "Seals of the audit"
    secret = AuditKeys(tmp_path / "audit key").newest()
    assert audit_waiting.unsealed_since() is None
    act(at=NOON).note_alone(Action.SIGNED_IN, "user 1")
    act(at=NOON + MINUTE).note_alone(Action.SIGNED_OUT, "user 1")
    assert audit_waiting.unsealed_since() == NOON
    assert finds(title, NOON + hour) == []
    (sentence,) = finds(title, NOON + hour + MINUTE)
    assert "since 24 Nov 2026 12:00 UTC" in sentence
    assert "flask audit seal" in sentence
    audit_seals.seal(at=NOON + hour, secret=secret)
    assert audit_waiting.unsealed_since() is None
    assert finds(title, NOON + 9 * hour) == []
    # An hour without a line is no hour without a seal.
    act(at=NOON + 9 * hour).note_alone(Action.SIGNED_IN, "user 1")
    assert finds(title, NOON + 9 * hour + MINUTE) == []


def test_a_line_that_appears_late_among_sealed_ones_counts(
    finds: Finds, tmp_path: Path
) -> None:
    """Its number was given before those of the lines that were sealed meanwhile."""
    other = db.engine.connect()
    with closing(other):
        session = other.begin()
        other.exec_driver_sql(
            'INSERT INTO audit (at, authority, "by", action, subject, detail)'
            " VALUES (%s, '359', 'a long import', 'import applied', 'batch 1', '{}')",
            (NOON,),
        )
        act(at=NOON + MINUTE).note_alone(Action.SIGNED_IN, "user 1")
        secret = AuditKeys(tmp_path / "audit key").newest()
        audit_seals.seal(at=NOON + 2 * MINUTE, secret=secret)
        assert audit_waiting.unsealed_since() is None
        session.commit()
    db.session.rollback()
    assert audit_waiting.unsealed_since() == NOON
    assert len(finds("Seals of the audit", NOON + 61 * MINUTE)) == 1


def test_heads_that_do_not_get_outside_are_named(finds: Finds, tmp_path: Path) -> None:
    title, later = "Heads that are not outside", NOON + 61 * MINUTE
    heads = actions.accounts.audit.heads
    closed = Keeping("http://localhost:1/heads")
    assert finds(title, later, keeping=closed) == []
    act(at=NOON).note_alone(Action.SIGNED_IN, "user 1")
    audit_seals.seal(at=NOON, secret=AuditKeys(tmp_path / "audit key").newest())
    assert finds(title, NOON + MINUTE, keeping=closed) == []
    file, address = finds(title, later, keeping=closed)
    assert "since 24 Nov 2026 12:00 UTC" in file
    assert "heads.jsonl" in file
    assert "the address of TRACKER_AUDIT_HEADS" in address
    # The file takes them, and nothing answers at the address.
    heads.send(heads.HeadsPlace(tmp_path / "heads.jsonl", closed.audit_heads))
    assert finds(title, later, keeping=closed) == [address]
    assert finds(title, later) == []


def test_heads_beside_the_database_are_named(finds: Finds, tmp_path: Path) -> None:
    title, memory = "Heads of the audit", Path("/dev/shm")
    assert memory.stat().st_dev != tmp_path.stat().st_dev
    (sentence,) = finds(title)
    assert "on the same disk as the database" in sentence
    assert "https://" in sentence
    # Neither another folder nor an address of this machine is another disk.
    for heads in (tmp_path / "no" / "heads.jsonl", "http://localhost:9/heads"):
        assert len(finds(title, keeping=Keeping(str(heads)))) == 1
    for heads in (memory / "tracker" / "heads.jsonl", "https://heads.example.org/"):
        assert finds(title, keeping=Keeping(str(heads))) == []


def test_a_link_to_another_disk_is_on_that_disk(finds: Finds, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere"
    link.symlink_to("/dev/shm")
    assert finds("Heads of the audit", keeping=Keeping(str(link / "heads"))) == []


def test_a_server_of_ones_own_is_compared_where_its_folder_is_known(
    finds: Finds, var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, here = "Heads of the audit", url_of(var, "tracker")
    away = "postgresql+psycopg://a@db.example.org/x?sslmode=verify-full"
    assert store.database.server_facts.data_folder() is None
    assert finds(title, database_url=here) == []
    facts = store.database.server_facts
    monkeypatch.setattr(facts, "data_folder", lambda: tmp_path / "data")
    assert len(finds(title, database_url=here)) == 1
    # The same path on another machine says nothing about this one.
    assert finds(title, database_url=away) == []


def test_a_login_that_may_know_the_folder_of_the_data_gets_it(
    inside: Flask, var: Path
) -> None:
    role = db.session.scalar(text("SELECT current_user"))
    with own_server.as_owner(db.engine) as sql:
        sql.execute(f"GRANT pg_read_all_settings TO {role}")
        try:
            found = store.database.server_facts.data_folder()
        finally:
            sql.execute(f"REVOKE pg_read_all_settings FROM {role}")
    assert found is not None
    assert found.samefile(var / "postgres")


def test_a_place_that_is_not_for_us_to_see_is_on_the_disk_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Path.stat

    def refuse_inside(path: Path, **more: bool) -> os.stat_result:
        if path.name == "heads":
            raise PermissionError
        return look(path, **more)

    monkeypatch.setattr(Path, "stat", refuse_inside)
    assert audit._disk(tmp_path / "heads") == look(tmp_path).st_dev


# --- Keys -----------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Keys, of which the second came ten days after the first, and one file under
    the first.
    """
    place = Place(Keys(tmp_path / "keys"), tmp_path)
    first = place.keys.all()[0]
    file = tmp_path / "waiting"
    file.write_bytes(place.keys.encrypt(b"a list", about="a file"))
    place.keys.add(NOON + 10 * DAY, after=first)
    files = in_files("waiting files", lambda var: iter([file]), lambda *_: "a file")
    monkeypatch.setattr(sealed_things, "THINGS", (files,))
    return place


def test_an_older_key_in_use_is_named_after_thirty_days(
    finds: Finds, place: Place
) -> None:
    second, first = place.keys.all()
    given = {"keys_file": place.keys.file}
    assert finds("Keys in use", NOON + 40 * DAY, **given) == []
    (sentence,) = finds("Keys in use", NOON + 41 * DAY, **given)
    assert sentence.startswith(
        f"The key {first.name} has not been the newest since 04 Dec 2026, and still "
        "opens 1 waiting files. Run flask keys rotate"
    )
    # With a third key since yesterday, the first is an older one as long as before.
    place.keys.add(NOON + 40 * DAY, after=second)
    assert finds("Keys in use", NOON + 41 * DAY, **given) == [sentence]


def test_an_older_key_that_opens_nothing_is_no_finding(
    finds: Finds, place: Place
) -> None:
    given = {"keys_file": place.keys.file}
    (files,) = sealed_things.THINGS
    assert sum(files.renew(place)) == 1
    assert finds("Keys in use", NOON + 90 * DAY, **given) == []


def test_keys_without_a_moment_count_from_that_of_their_file(
    finds: Finds, place: Place
) -> None:
    given = {"keys_file": place.keys.file}
    lines = place.keys.file.read_text().splitlines()
    bare = [line for line in lines if "created" not in line]
    place.keys.file.write_text("\n".join(bare))
    os.utime(place.keys.file, (NOON.timestamp(), NOON.timestamp()))
    assert finds("Keys in use", NOON + 30 * DAY, **given) == []
    assert "since 24 Nov 2026" in finds("Keys in use", NOON + 31 * DAY, **given)[0]
    # Another program may write the moment without a zone.
    place.keys.file.write_text("\n".join(["# created: 2026-10-01T08:00:00", *bare]))
    assert "since 01 Oct 2026" in finds("Keys in use", NOON, **given)[0]


def test_a_key_that_is_missing_is_named_at_once(finds: Finds, place: Place) -> None:
    first = place.keys.all()[1]
    place.keys.remove({first.name}, check=lambda: None)
    (sentence,) = finds("Keys in use", keys_file=place.keys.file)
    assert sentence.startswith(f"The key {first.name} is missing: 1 things do not open")


def test_an_examination_makes_no_keys(finds: Finds, tmp_path: Path) -> None:
    """A new key would look as if all were well after the old ones were lost."""
    assert finds("Keys in use", keys_file=None) == []
    assert not (tmp_path / "var" / "keys").exists()
    (sentence,) = finds("Keys in use", keys_file=tmp_path / "not there")
    assert "TRACKER_KEYS_FILE: there is no file" in sentence


# --- The virus scanner ----------------------------------------------------------------


@pytest.fixture
def clamav(tmp_path: Path) -> Iterator[Callable[[bytes], Scanner]]:
    """ClamAV's side of a PING, at a socket, with an answer."""
    doors: list[socket.socket] = []

    def listen(answer: bytes) -> Scanner:
        path = tmp_path / f"s{len(doors)}"
        door = socket.socket(socket.AF_UNIX)
        door.bind(str(path))
        door.listen()
        doors.append(door)

        def talk() -> None:
            line, _ = door.accept()
            with line:
                assert line.recv(99) == b"zPING\0"
                for sign in answer:
                    line.sendall(bytes([sign]))

        threading.Thread(target=talk, daemon=True).start()
        found = scanner(str(path))
        assert found is not None
        return found

    yield listen
    for door in doors:
        door.close()


def test_a_scanner_that_answers_is_sound(finds: Finds, clamav) -> None:
    assert finds("Virus scanner") == []
    assert finds("Virus scanner", virus_scanner=clamav(b"PONG\0")) == []


@pytest.mark.parametrize("answer", [b"", b"UNKNOWN COMMAND\0", b"PON\0", b"220 smtp"])
def test_another_answer_is_no_scanner(finds: Finds, clamav, answer: bytes) -> None:
    (sentence,) = finds("Virus scanner", virus_scanner=clamav(answer))
    assert "does not answer, so no file can be received" in sentence


def test_a_scanner_that_is_gone_is_named(finds: Finds, tmp_path: Path) -> None:
    gone = scanner(str(tmp_path / "s"))
    (sentence,) = finds("Virus scanner", virus_scanner=gone)
    assert f"The virus scanner at {tmp_path}/s, which TRACKER_CLAMAV names" in sentence
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
    (sentence,) = finds("Virus scanner", virus_scanner=scanner(f"127.0.0.1:{port}"))
    assert f"at 127.0.0.1:{port}" in sentence


def test_a_scanner_that_is_silent_is_not_waited_for(
    finds: Finds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.virus_scanner._PATIENCE_WITH_PING", 0.05)
    with closing(socket.socket(socket.AF_UNIX)) as door:
        door.bind(str(tmp_path / "s"))
        door.listen()
        silent = scanner(str(tmp_path / "s"))
        assert len(finds("Virus scanner", virus_scanner=silent)) == 1


def test_moments_are_those_of_utc(finds: Finds, tmp_path: Path) -> None:
    """A backup in summer time, examined in winter."""
    summer = datetime.fromisoformat("2026-10-24T01:30:00+01:00")
    actions.backup.last_backup.note(tmp_path / "var", LastBackup(summer, tmp_path))
    assert "24 Oct 2026 00:30 UTC" in finds("Backup", datetime.now(UTC))[0]
