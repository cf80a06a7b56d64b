"""Two authorities in one installation: what the work for one leaves to the other."""

import io
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from procrastinate.jobs import Job
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from tests.acts import act
from tests.conftest import on_server, runner, settings, url_of
from tests.waiting import run_waiting
from tests.web.conftest import NOW, PASSWORD
from tests.web.factors.apps import app_of
from tracker import actions, store
from tracker.app import create_app
from tracker.cli.running.worker import UpgradeOwed, Worker
from tracker.extensions import OWNER, db
from tracker.store.accounts.factors.authenticator_apps import SECRETS
from tracker.store.database import rights
from tracker.store.work.tasks import State, Task

ONE, OTHER = "359", "350"


def day(at: datetime) -> date:
    return at.date()


@pytest.fixture
def users(pages: Flask) -> dict[str, str]:
    """A user of each authority, with an authenticator app."""
    made = {ONE: "ada@example.org", OTHER: "bea@example.org"}
    with pages.app_context():
        for authority, email in made.items():
            invited = actions.accounts.users.invite(
                email=email,
                name="Rowan Example",
                role="adviser",
                institution=None,
                act=act(at=NOW, authority=authority),
            )
            user = actions.accounts.passwords.set_password(
                invited.secret, PASSWORD, at=NOW
            )
            app_of(pages, user)
    return made


def test_the_night_of_one_leaves_the_waiting_files_of_the_other(
    pages: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "uploads"
    with pages.app_context():
        (upload,) = actions.intake.uploads.uploaded_files.keep(
            [("list.csv", io.BytesIO(b"Forename,Surname,DOB\nA,B,1/1/2009\n"))],
            folder=folder,
            act=act(at=NOW, authority=OTHER),
        )
        file = Path(upload.files[0])
        old = (NOW - timedelta(days=3)).timestamp()
        for each in (file, file.parent):
            os.utime(each, (old, old))
        # A night deletes what the night before found too old.
        for night in (NOW - timedelta(days=1), NOW):
            actions.work.tasks.request(
                actions.worker.nightly.NEW_DAY,
                act=act(by="the clock", at=night, authority=ONE),
                uploads=str(folder),
            )
            run_waiting(clock=lambda at=night: at, day=day)
    with pages.app_context():
        assert set(db.session.scalars(select(Task.state))) == {State.DONE}
    assert file.is_file()


def test_keys_are_renewed_and_retired_for_everybody(pages, flask, users) -> None:
    keys = pages.config["TRACKER"].keys
    flask("keys", "rotate", "--authority", ONE)
    flask("keys", "retire", "--authority", ONE)
    with pages.app_context():
        for email in users.values():
            user = store.accounts.users.by_email(email)
            app = store.accounts.factors.authenticator_apps.of_user(user.id)
            assert SECRETS.decrypt(keys, app.secret, row=user.id)


def test_a_list_names_an_address_that_the_other_has(flask, users, tmp_path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Email,Name,Role\nnew@example.org,New User,Adviser\n"
        f"{users[OTHER]},Bea Example,Adviser\n"
    )
    answer = flask("users", "invite-list", file, "--authority", ONE, code=None)
    assert f"{users[OTHER]} cannot be invited" in answer.out + answer.err


def test_a_link_opens_in_a_browser_that_is_signed_in_at_the_other(
    pages, signed_in
) -> None:
    client = signed_in("adviser")
    with pages.app_context():
        invited = actions.accounts.users.invite(
            email="bea@example.org",
            name="Bea Example",
            role="adviser",
            institution=None,
            act=act(at=NOW, authority=OTHER),
        )
    assert client.get(f"/invitation/{invited.secret}").status_code == 200


def test_the_third_login_is_added_to_a_server_that_had_two(
    var: Path, tmp_path: Path, app: Flask
) -> None:
    name = "third_login"
    store.database.embedded.connect(var / "postgres", name).close()
    logins = url_of(var, name), url_of(var, name, "tracker_owner")
    two = create_app(settings(tmp_path, *logins))
    assert runner(two)("db", "upgrade").code == 0
    three = create_app(on_server(tmp_path, var, name))
    assert "flask db upgrade" in runner(three)("imports", "list", code=2).err
    runner(three)("db", "upgrade")
    runner(three)("imports", "list")
    # A process without the login runs on what the others were given.
    runner(two)("imports", "list")
    for each in (two, three):
        with each.app_context():
            for engine in db.engines.values():
                engine.dispose()


def test_rights_that_were_stopped_half_way_are_given_again(pages: Flask) -> None:
    with pages.app_context():
        with db.engines[OWNER].connect() as owner:
            rights.count_as_owed(owner)
            rights.drop_rules(owner)
            owner.commit()
        assert not store.tables.is_current()
        db.session.rollback()
        store.tables.upgrade()
        assert store.tables.is_current()
        rules = db.session.scalar(text("SELECT count(*) FROM pg_policies"))
        assert rules > 50


def test_a_task_that_is_taken_during_an_upgrade_is_tried_again(
    users, pages: Flask
) -> None:
    with pages.app_context():
        store.database.shown.show_all()
        on = datetime(2026, 11, 24, 9, tzinfo=UTC)
        (task, *_) = actions.worker.nightly.request(at=on, on=on.date())
        number = task.id
        worker = Worker(pages, at_once=1, silence=30)
        queued = worker._queue.tasks[store.work.queue.CALLED]
        with db.engines[OWNER].connect() as owner:
            rights.count_as_owed(owner)
            owner.commit()
        try:
            with pytest.raises(UpgradeOwed) as waits:
                worker._run_task(number)
            assert queued.retry_strategy is not None
        finally:
            db.session.rollback()
            store.tables.upgrade()
        job = Job(
            id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=99
        )
        for error, is_tried in ((waits.value, True), (ValueError("other"), False)):
            decision = queued.retry_strategy.get_retry_decision(
                exception=error, job=job
            )
            assert (decision is not None) is is_tried


def test_a_task_that_is_not_shown_is_not_done(pages: Flask) -> None:
    with pages.app_context(), pytest.raises(LookupError, match="there is no task 77"):
        actions.work.tasks.run(
            77, clock=lambda: datetime.now(UTC), day=lambda at: at.date()
        )


def test_an_error_within_what_is_shown_for_a_while_stays_what_it_is(
    pages: Flask,
) -> None:
    with pages.app_context():
        with (
            pytest.raises(ProgrammingError, match="no_such_table"),
            store.database.shown.showing_all(),
        ):
            db.session.execute(text("SELECT FROM no_such_table"))
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1
