"""flask doctor: each unsafe or broken thing is one sentence that says what to do."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tracker import actions, store
from tracker.actions.backup import last_backup
from tracker.actions.backup.last_backup import LastBackup
from tracker.actions.backup.manifest import MANIFEST
from tracker.actions.doctor.examination import Installation, checks, examine
from tracker.config import Settings
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.keeping import Keeping
from tracker.mail import MailServer

HEADS_ELSEWHERE = "https://heads.example.org/tracker"
KEY = "5f2c9a7be4d1083677aa90fe"
SAFE = MailServer(
    host="mail.example.org",
    port=587,
    sender="tracker@example.org",
    is_tls=False,
    is_here=False,
    user="",
    password="",
)


@pytest.fixture
def sound(inside: Flask, tmp_path: Path) -> Settings:
    """An installation with which nothing is wrong, and whose worker runs."""
    db.session.execute(text("DELETE FROM procrastinate_workers"))
    db.session.execute(text("INSERT INTO procrastinate_workers VALUES (DEFAULT)"))
    db.session.commit()
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    keys = tmp_path / "keys"
    Keys(keys).all()
    backups = tmp_path / "backups"
    made_backup(var, backups / "tracker-1", datetime.now(UTC))
    return replace(
        inside.config["TRACKER"],
        var=var,
        secret_key=KEY,
        proxies=1,
        mail=SAFE,
        # Nothing answers there, so its certificate cannot be looked at.
        address="https://localhost:9",
        keys_file=keys,
        keeping=Keeping(HEADS_ELSEWHERE, backup_folder=backups),
    )


def made_backup(var: Path, target: Path, at: datetime) -> None:
    target.mkdir(parents=True, exist_ok=True)
    (target / MANIFEST).touch()
    last_backup.note(var, LastBackup(at, target))


def found(
    settings: Settings, at: datetime | None = None, **environment: str
) -> list[str]:
    at = at or datetime.now(UTC)
    here = Installation(settings, environment, at, at.date())
    return [
        f"{result.title}: {sentence}"
        for result in examine(here)
        for sentence in result.sentences
    ]


def only(sentences: list[str], title: str, *words: str) -> None:
    assert [each.partition(": ")[0] for each in sentences] == [title], sentences
    for word in words:
        assert word in sentences[0]


def test_a_sound_installation_has_no_findings(sound: Settings) -> None:
    assert found(sound) == []


@pytest.mark.parametrize(
    ("change", "title", "word"),
    [
        ({"plain_http": True}, "Encrypted connections", "TRACKER_PLAIN_HTTP"),
        ({"proxies": 0}, "Encrypted connections", "TRACKER_PROXIES"),
        ({"secret_key": None}, "Secret key", "Set SECRET_KEY"),
        ({"secret_key": "a" * 28}, "Secret key", "can be guessed"),
        ({"secret_key": "abcdefghij" * 4}, "Secret key", "can be guessed"),
        ({"authority": None}, "Authority", "TRACKER_AUTHORITY"),
        ({"database_id": ""}, "Authority", "TRACKER_DATABASE_ID"),
        ({"mail": None}, "Letters", "TRACKER_SMTP"),
        ({"address": "http://localhost"}, "Letters", "https://"),
        ({"keys_file": None}, "Keys beside the data", "another disk"),
        (
            {"database_url": "postgresql+psycopg://a@db.example.org/x"},
            "Connection to the database",
            "sslmode=verify-full",
        ),
        (
            {"database_url": "postgresql+psycopg://a@db.example.org/x?sslmode=require"},
            "Connection to the database",
            "certificate is not checked",
        ),
        (
            {"database_url": "postgresql+psycopg:///x?host=db.example.org"},
            "Connection to the database",
            "another machine",
        ),
    ],
)
def test_each_unsafe_setting_is_one_sentence(
    sound: Settings, change: dict[str, Any], title: str, word: str
) -> None:
    only(found(replace(sound, **change)), title, word)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "postgresql+psycopg:///x?host=/var/run/postgresql",
        "postgresql+psycopg://a@localhost/x",
        "postgresql+psycopg://a@[::1]:5432/x",
        "postgresql+psycopg://a@db.example.org/x?sslmode=verify-full",
    ],
)
def test_a_connection_that_no_other_can_read_is_sound(sound, url: str | None) -> None:
    assert found(replace(sound, database_url=url)) == []


def test_files_that_others_can_read_are_named(sound: Settings) -> None:
    secret = sound.var / "secret"
    secret.touch(mode=0o644)
    only(found(sound, SECRET_KEY_FILE=str(secret)), "Secrets in files", "chmod 600")
    assert found(sound, SOME_OTHER_FILE=str(secret)) == []
    secret.chmod(0o600)
    sound.var.chmod(0o750)
    only(found(sound), "Files that others can read", f"chmod 700 {sound.var}")


def test_the_account_of_the_embedded_database_may_pass(sound: Settings) -> None:
    """Where root runs Tracker, closing the folder lets that account through alone."""
    account = store.database.embedded.server_account
    server = account.Account(uid=os.geteuid() + 12_345, gid=12_345, name="pgserver")
    account.let_through(server, sound.var / "postgres")
    assert sound.var.stat().st_mode & 0o010, "it may pass"
    assert found(sound) == []
    sound.var.chmod(0o705)
    only(found(sound), "Files that others can read", "chmod 700")


def test_a_demo_is_no_councils_installation(sound: Settings) -> None:
    (sound.var / "demo").mkdir()
    (sound.var / "demo" / "secret").touch()
    only(found(sound), "Authority", "invented people of a demo")


def test_a_folder_that_takes_nothing_is_named(sound: Settings) -> None:
    last = found(replace(sound, var=Path("/proc/tracker")))[-1]
    assert last.startswith("Room on the disk: Nothing can be written below /proc")


def test_little_room_is_reported_before_there_is_none(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.doctor.disk, "SOON", 2**62)
    only(found(sound), "Room on the disk", "is nearly full", "Make room")
    monkeypatch.setattr(actions.doctor.disk.trouble, "__kwdefaults__", {"floor": 2**62})
    only(found(sound), "Room on the disk", "is full")


def test_a_clock_that_is_wrong_is_noticed(sound: Settings) -> None:
    late = datetime.now(UTC) + timedelta(minutes=10)
    of_database, of_disk = found(sound, late)
    assert "Clock and database" in of_database
    assert "differ by 600 seconds" in of_database
    assert "Clock and disk" in of_disk


def test_clocks_so_far_apart_that_nothing_is_deleted_are_named(sound: Settings) -> None:
    late = datetime.now(UTC) + timedelta(minutes=61)
    of_database, _ = found(sound, late)
    assert "differ by more than an hour, so no night deletes" in of_database


def test_a_clock_that_was_set_back_is_noticed(sound: Settings, tmp_path) -> None:
    """Both clocks agree again; the audit shows that one of them had been ahead."""
    store.accounts.audit.write(
        authority="359",
        at=datetime.now(UTC) + timedelta(days=3),
        by="the tests",
        action=store.accounts.audit.Action.SIGNED_IN,
        subject="",
    )
    db.session.flush()
    only(found(sound), "Clock and database", "has been set back")


def test_a_disk_with_another_clock_is_noticed(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch = Path.touch

    def touch_with_another_clock(path: Path, *given: Any, **more: Any) -> None:
        touch(path, *given, **more)
        os.utime(path, (1_000_000_000, 1_000_000_000))

    monkeypatch.setattr(Path, "touch", touch_with_another_clock)
    only(found(sound), "Clock and disk", "differs from this machine's")


def test_a_worker_that_is_not_there_and_tables_that_are_old_are_noticed(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.session.execute(text("DELETE FROM procrastinate_workers"))
    only(found(sound), "Worker", "flask work")
    monkeypatch.setattr(store.tables, "HEAD", "9999")
    only(found(sound), "Tables of the database", "flask db upgrade")


def test_a_database_without_tables_is_one_finding(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is before the first upgrade: no check looks for a table then."""
    monkeypatch.setattr(store.tables, "is_current", lambda: False)
    db.session.execute(text("SET LOCAL search_path TO pg_catalog"))
    only(found(sound), "Tables of the database", "flask db upgrade")
    with pytest.raises(ProgrammingError):
        store.database.server_facts.newest_line()
    db.session.rollback()


def test_a_superuser_is_noticed(sound, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.database.roles, "_MAY", "SELECT true, false, false")
    of_the_council, of_schools = found(sound)
    assert "The application's login is a superuser" in of_the_council
    assert "login for users of schools and colleges may do what" in of_schools


def test_without_a_database_the_other_checks_still_count(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = store.database.server_facts
    monkeypatch.setattr(facts, "unreachable", lambda: "It is down. Start it.")
    sentences = found(replace(sound, plain_http=True))
    assert sentences[0] == "Database: It is down. Start it."
    assert [each.partition(":")[0] for each in sentences[1:]] == [
        "Encrypted connections"
    ]


def test_a_check_that_fails_is_itself_a_finding(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(var: Path, **more: object) -> None:
        raise KeyError("a name that is not for the page")

    monkeypatch.setattr(actions.doctor.disk, "trouble", broken)
    sentences = found(sound)
    assert "Room on the disk: This could not be looked at (KeyError)" in sentences[-1]
    assert "not for the page" not in " ".join(sentences)


def test_every_check_has_a_title_of_its_own() -> None:
    titles = [each.title for each in checks()]
    assert len(titles) == len(set(titles)) > 17


def test_the_command_ends_with_1_where_anything_is_found(
    flask: Callable[..., Any], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = flask("doctor", code=1)
    assert "Encrypted connections: TRACKER_PROXIES is not set" in answer.out
    given = flask("doctor", "--json", code=1).json["findings"]
    assert "Letters" in [each["check"] for each in given]
    monkeypatch.setattr(actions.doctor.examination, "checks", lambda: checks()[:0])
    assert flask("doctor").out == "0 checks, 0 findings.\n"


def test_a_misspelt_setting_is_named(sound: Settings) -> None:
    given = {"TRACKER_PROXY": "1", "TRACKER_PROXIES": "1", "PATH": "/bin"}
    only(found(sound, **given), "Names of settings", "TRACKER_PROXY is no setting")


@pytest.mark.parametrize(
    "name",
    [
        *("TRACKER_OIDC_ROLES", "TRACKER_OIDC_CLIENT_SECRET_FILE", "TRACKER_READY_AT"),
        *("TRACKER_SMTP_FILE", "SECRET_KEY_FILE", "FLASK_APP"),
    ],
)
def test_a_setting_that_is_known_is_not_named(sound: Settings, name: str) -> None:
    assert found(sound, **{name: "x"}) == []
