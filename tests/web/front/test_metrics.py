"""/metrics: figures for the monitoring, never public, and about no person."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list, register
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.config import SettingMissing, from_environment
from tracker.keeping import AuditKeys

TOKEN = "a-token-of-the-tests-and-no-other"


@pytest.fixture
def guarded(pages: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    here = replace(pages.config["TRACKER"], metrics_token=TOKEN)
    monkeypatch.setitem(pages.config, "TRACKER", here)
    return pages


AWAY = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.mark.parametrize(
    ("environ", "headers", "code"),
    [
        ({}, {}, 200),
        ({"REMOTE_ADDR": "::1"}, {}, 200),
        (AWAY, {}, 404),
        ({"REMOTE_ADDR": ""}, {}, 404),
        # A proxy on this machine passes on what has come from elsewhere.
        ({}, {"X-Forwarded-For": "127.0.0.1"}, 404),
        ({}, {"Forwarded": "for=127.0.0.1"}, 404),
        ({}, {"Via": "1.1 proxy"}, 404),
        (AWAY, {"Authorization": f"Bearer {TOKEN}"}, 200),
        (AWAY, {"Authorization": f"Bearer {TOKEN[:-1]}"}, 404),
        (AWAY, {"Authorization": "Bearer "}, 404),
        (AWAY, {"Authorization": "Bearer é"}, 404),
        (AWAY, {"Authorization": f"Basic {TOKEN}"}, 404),
    ],
)
def test_only_this_machine_and_the_token_open_it(
    guarded: Flask, environ: dict, headers: dict, code: int
) -> None:
    answer = guarded.test_client().get(
        "/metrics", environ_overrides=environ, headers=headers
    )
    assert answer.status_code == code


def test_without_a_token_no_other_machine_opens_it(pages: Flask) -> None:
    answer = pages.test_client().get(
        "/metrics", environ_overrides=AWAY, headers={"Authorization": "Bearer "}
    )
    assert answer.status_code == 404


def test_another_machine_does_not_learn_the_version(pages: Flask) -> None:
    client = pages.test_client()
    assert "version" in client.get("/ready").json
    assert "version" not in client.get("/ready", environ_overrides=AWAY).json
    assert "Version" not in client.get("/sign-in").get_data(as_text=True)


def test_the_token_is_a_secret_that_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    given = from_environment({"TRACKER_METRICS_TOKEN_FILE": str(path)})
    assert given.metrics_token == TOKEN
    path.write_text("short")
    with pytest.raises(SettingMissing, match="at least 24 random characters"):
        from_environment({"TRACKER_METRICS_TOKEN_FILE": str(path)})


def test_the_figures_are_of_the_database_and_name_no_person(
    flask, pages: Flask, tmp_path: Path
) -> None:
    flask(
        "imports",
        "load",
        "establishments",
        register(tmp_path / "edubasealldata20260901.csv"),
    )
    flask(
        *("imports", "load", "provider-enrolment"),
        provider_list(tmp_path / "list.csv", people(3)),
        *("--as-at", "2026-10-09", "--institution", COLLEGE),
    )
    with pages.app_context():
        actions.work.tasks.request(
            "new day", act=act(by="the tests", at=NOW, authority="359")
        )
    text = pages.test_client().get("/metrics").get_data(as_text=True)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    imports = [line for line in lines if line.startswith("tracker_last_import")]
    assert any('feed="provider-enrolment"' in line for line in imports)
    assert any('sender="' in line and "none" not in line for line in imports)
    assert "tracker_tasks_waiting 1.0" in lines
    assert "tracker_tasks_failed 0.0" in lines
    assert "tracker_queue_age_seconds 0.0" in lines
    assert "tracker_database_up 1.0" in lines
    for each in people(3):
        assert each["family"] not in text


def figure(app: Flask, name: str) -> float:
    text = app.test_client().get("/metrics").get_data(as_text=True)
    (line,) = [each for each in text.splitlines() if each.startswith(f"{name} ")]
    return float(line.split()[1])


def test_lines_that_wait_for_their_seal_are_counted_from_the_oldest(
    pages: Flask, tmp_path: Path
) -> None:
    name = "tracker_audit_unsealed_age_seconds"
    assert figure(pages, name) == 0
    with pages.app_context():
        old = act(at=NOW - timedelta(hours=2))
        old.note_alone(store.accounts.audit.Action.SIGNED_IN, "user 1")
        act(at=NOW).note_alone(store.accounts.audit.Action.SIGNED_OUT, "user 1")
    assert figure(pages, name) == 7200
    secret = AuditKeys(tmp_path / "key").newest()
    with pages.app_context():
        store.accounts.audit_seals.seal(at=NOW, secret=secret)
    assert figure(pages, name) == 0


def test_without_its_database_it_still_has_the_last_backup(
    down: Flask, tmp_path: Path
) -> None:
    assert figure(down, "tracker_database_up") == 0
    assert figure(down, "tracker_last_backup_timestamp_seconds") == 0
    last = actions.backup.last_backup
    last.note(tmp_path, last.LastBackup(NOW, tmp_path / "backup"))
    moment = figure(down, "tracker_last_backup_timestamp_seconds")
    assert moment == NOW.timestamp()


@pytest.fixture
def down(tmp_path: Path) -> Flask:
    from tests.conftest import settings
    from tests.web.front.test_health import NOWHERE
    from tracker.app import create_app

    return create_app(settings(tmp_path, NOWHERE))
