"""A training system's pages: a banner, a cookie and names of files of their own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, Response

from tests.conftest import settings
from tests.web.conftest import make
from tests.web.look.test_demo_pages import begun_by, refused
from tracker import store
from tracker.app import create_app
from tracker.config import DEMO_SECRET
from tracker.packing import training
from tracker.web.account.factors import site
from tracker.web.front import demo_pages
from tracker.web.guard import public

BANNER = "Every young person here is invented"


@pytest.fixture
def learning(tmp_path) -> Iterator[Flask]:
    """The pages of a training system whose demo has been found."""
    app = create_app(replace(settings(tmp_path), is_training=True, plain_http=True))
    app.extensions["tracker pages"]()
    app.extensions[demo_pages._FOUND] = True

    @app.get("/a-file")
    @public
    def a_file() -> Response:
        name = {"Content-Disposition": 'attachment; filename="leavers.csv"'}
        return Response("a,b", headers=name)

    yield app


def test_each_page_shows_that_it_is_not_the_real_system(learning: Flask) -> None:
    client = learning.test_client()
    for page in ("/sign-in", "/accessibility", "/no-such-page"):
        shown = client.get(page).get_data(as_text=True)
        assert BANNER in shown, page
        assert " – Training</title>" in shown, page


def test_a_councils_pages_show_none(pages: Flask) -> None:
    shown = pages.test_client().get("/sign-in").get_data(as_text=True)
    assert BANNER not in shown
    assert "Training" not in shown


def test_browsers_keep_its_sign_in_apart_on_the_same_machine(learning: Flask) -> None:
    cookie = learning.test_client().get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("tracker-training=")
    over_tls = create_app(
        replace(learning.config["TRACKER"], plain_http=False, proxies=1)
    )
    over_tls.extensions["tracker pages"]()
    assert over_tls.config["SESSION_COOKIE_NAME"] == "__Host-tracker-training"


def test_a_file_from_it_cannot_be_taken_for_the_councils(learning: Flask) -> None:
    answer = learning.test_client().get("/a-file")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="TRAINING-leavers.csv"'
    )


@pytest.fixture
def on_its_database(pages: Flask, monkeypatch) -> Iterator[Flask]:
    """The tests' database as that of a training system, at the start of a process."""
    of_training = replace(pages.config["TRACKER"], is_training=True)
    monkeypatch.setitem(pages.config, "TRACKER", of_training)
    monkeypatch.setitem(pages.extensions, demo_pages._FOUND, False)
    with pages.app_context():
        yield pages


def test_a_councils_database_answers_no_page_in_training(
    on_its_database: Flask, caplog
) -> None:
    begun_by("data@example.org")
    assert refused(on_its_database)
    assert training.NO_DEMO in caplog.text
    assert "TRACKER_TRAINING_DATABASE_URL" in training.NO_DEMO


def test_learners_may_add_files_and_users_and_still_sign_in(
    on_its_database: Flask, monkeypatch
) -> None:
    """A demo to which something was added wants a second factor again; a course does
    not end because one learner loaded a file.
    """
    begun_by(store.reset.DEMO)
    assert not refused(on_its_database)
    of_training = on_its_database.config["TRACKER"]
    key = of_training.var / DEMO_SECRET
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text(str(on_its_database.secret_key))
    try:
        make("administrator", email="sam@example.org")
        assert store.reset.held() is store.reset.Held.DEMO_AND_MORE
        assert site.is_demo_user("adviser@demo.example")
        assert not site.is_demo_user("sam@example.org"), "they chose a password"
        monkeypatch.setitem(
            on_its_database.config, "TRACKER", replace(of_training, is_training=False)
        )
        assert not site.is_demo_user("adviser@demo.example")
    finally:
        key.unlink()
