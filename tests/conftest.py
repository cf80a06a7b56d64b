"""The application on a real PostgreSQL, one server a test process, emptied each time.

Nothing starts before a test needs it. Everybody in these tests is invented.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from os import environ
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from tests import acts, examples_drawn, shown_to_tests
from tests.emptied import close, empty
from tests.factories import AUTHORITY
from tests.held import all_rows
from tests.once import loaded_states, scored_before
from tests.store.database import own_server
from tests.store.database.servers import chosen_server
from tests.web.front import personal_in_logs
from tracker.app import create_app
from tracker.config import Settings
from tracker.demo import demo_day
from tracker.store.database import shown

pytest_plugins = ["tests.law_results", "tests.browser.chromium", "tests.once.loading"]
pytest_plugins += [
    f"tests.divided.{each}" for each in ("together", "collected", "sampled")
]

ROOT = Path(__file__).parents[1]
SMALL_ON = date(2026, 11, 24)

examples_drawn.choose()
chosen_server.choose()
shown_to_tests.every_authority()


def settings(
    var: Path,
    database_url: str | None = None,
    owner_url: str | None = None,
    institution_url: str | None = None,
) -> Settings:
    """How an installation of the tests is set up."""
    return Settings(
        database_url=database_url,
        database_owner_url=owner_url,
        database_institution_url=institution_url,
        var=var,
        authority=AUTHORITY,
        database_id="359",
        supplier="Tracker",
        secret_key="of the tests",
    )


@pytest.fixture(scope="session")
def var() -> Path:
    """The folder of this process's server: none of pytest's, which others close."""
    return own_server.place()


def url_of(var: Path, database: str, role: str = "tracker") -> str:
    """The embedded server of a folder, as a server would be named."""
    from tracker import store

    found = store.database.embedded.address(var / "postgres", database, role)
    return found.replace("postgresql://", "postgresql+psycopg://", 1)


def on_server(place: Path, var: Path, database: str) -> Settings:
    """An installation in ``place`` on a server, with a login for each role of it.

    The server is the embedded one of ``var``.
    """
    return settings(
        place,
        url_of(var, database),
        url_of(var, database, "tracker_owner"),
        url_of(var, database, "tracker_institution"),
    )


@pytest.fixture(scope="session")
def _application(var: Path) -> Iterator[Flask]:
    app = create_app(settings(var))
    app.extensions["tracker"]()
    from tests.once import quick_passwords
    from tracker import store

    quick_passwords.use()
    with app.app_context():
        store.tables.bring_up_to_date(embedded=True)
    own_server.hurry(var / "postgres")
    yield app
    with app.app_context():
        close()
    assert own_server.lines_about_something_else(var / "postgres") == []
    assert personal_in_logs.found_in(var) == []


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    """The application on an empty database."""
    with _application.app_context():
        empty()
        loaded_states.LOADED.is_empty(_application)
    with scored_before.kept():
        yield _application


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The application on an empty database, inside its context."""
    with app.app_context():
        yield app


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


def runner(app: Flask) -> Run:
    """A way to run commands of an application."""

    def run(*words: object, code: int | None = 0) -> Answer:
        acts.invite_deciders(app, words)
        with shown_to_tests.as_outside():
            done = app.test_cli_runner().invoke(args=[str(word) for word in words])
        answer = Answer(done.exit_code, done.stdout, done.stderr)
        if isinstance(done.exception, Exception):
            raise done.exception
        # A return that breaks rules is made all the same, and says so.
        ends = {0, 1} if code == 0 and words[:2] == ("returns", "prepare") else {code}
        assert code is None or answer.code in ends, f"{words}: {answer}"
        return answer

    return run


class Clock:
    """The moment at which commands believe to run; a test may move it on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def set(self, day: date) -> None:
        self.moment = datetime.combine(day, self.moment.timetz())

    def today(self) -> date:
        return self.moment.date()

    def tick(self) -> datetime:
        """Now; no two things happen at one moment."""
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """24 November 2026, so that no test depends on the day on which it runs."""
    from tracker.cli import answer

    made = Clock()
    monkeypatch.setattr(answer, "now", made.tick)
    monkeypatch.setattr(answer, "today", made.today)
    return made


@pytest.fixture
def flask(app: Flask, clock: Clock) -> Iterator[Run]:
    """Runs `flask` with these words on an empty database; it must end with ``code``."""
    yield runner(app)
    demo_day.keep(app.config["TRACKER"].var, None)  # that of a demo of this test


@pytest.fixture
def as_json(flask: Run) -> Callable[..., Any]:
    """Runs `flask` with --json and gives its answer as data."""

    return lambda *words, code=0: flask(*words, "--json", code=code).json


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a process of its own."""
    return {
        **{k: v for k, v in environ.items() if k != "DATABASE_URL"},
        "FLASK_APP": "wsgi:app",
        "TRACKER_VAR": str(var),
        "TRACKER_AUTHORITY": AUTHORITY,
        "TRACKER_DATABASE_ID": "359",
        "FLASK_SKIP_DOTENV": "1",
        **more,
    }


@pytest.fixture
def process(var: Path) -> Callable[..., Answer]:
    """Runs `flask` as a process of its own, on the server of this one."""

    def run(*words: object, **more: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *(str(word) for word in words)],
            cwd=ROOT,
            env=environment(var, **more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


@dataclass(frozen=True)
class Small:
    """A small invented authority that has been loaded: what the demo does, in little.

    ``batches`` are in the order in which they came; the first is the register.
    """

    app: Flask
    folder: Path
    batches: tuple[int, ...]
    of_people: tuple[int, ...]

    @property
    def on(self) -> date:
        return SMALL_ON


@pytest.fixture(scope="session")
def _small(
    var: Path, _application: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Small]:
    from tests.acts import act
    from tracker import actions, store
    from tracker.access import authority_scope
    from tracker.actions.intake.questions.answers import entered
    from tracker.demo.authority import write

    store.database.embedded.connect(var / "postgres", "small").close()
    # In a place of its own: other tests change and retire the keys of the first one.
    (place := var / "small").mkdir(exist_ok=True)
    app = create_app(on_server(place, var, "small"))
    app.extensions["tracker"]()
    folder = tmp_path_factory.mktemp("small") / "feeds"
    with app.app_context():
        store.tables.upgrade()
        empty()
        plan = write(
            folder,
            people=40,
            seed=11,
            on=SMALL_ON,
            authority=AUTHORITY,
            progress=lambda line: None,
        )
        batches = {}
        for load in plan.loads:
            done = actions.intake.load.load(
                load.feed,
                load.paths,
                institution=load.institution,
                as_at=load.as_at,
                complete=load.complete,
                answers=entered(load.new_sender),
                confirm=lambda alarms: True,
                act=act("test", load.recorded_at),
            )
            batches[done.batch.id] = load.feed
        actions.law.disposals.hiding_numbers.hide(  # as each night does
            within=authority_scope(AUTHORITY), act=act("test", on=SMALL_ON)
        )
    yield Small(
        app=app,
        folder=folder,
        batches=tuple(batches),
        of_people=tuple(b for b, feed in batches.items() if feed != "establishments"),
    )
    with app.app_context():
        close()
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture
def small(_small: Small) -> Iterator[Small]:
    """The small authority, inside its application. A test restores what it changes, but
    for days that it made stale: they are made again for the next one.
    """
    from tracker import actions, store
    from tracker.access import authority_scope

    actions.intake.matching.known_people._kept.clear()
    with _small.app.app_context():
        actions.history.positions.refresh(
            store.history.days.kept(AUTHORITY), within=authority_scope(AUTHORITY)
        )
        yield _small
    actions.intake.matching.known_people._kept.clear()


AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(app: Flask) -> AtOnce:
    """Does several things at one moment; gives what each answered or raised."""

    def run(*things: Callable[[], Any]) -> list[Any]:
        together = Barrier(len(things))

        def do(thing: Callable[[], Any]) -> Any:
            with app.app_context():
                shown.show(shown.UNKNOWN)
                together.wait(30)
                try:
                    return thing()
                except Exception as error:
                    return error

        with ThreadPoolExecutor(len(things)) as threads:
            return list(threads.map(do, things))

    return run


Everything = Callable[[], dict[str, list[Any]]]


@pytest.fixture
def everything(app: Flask) -> Everything:
    """Reads every row that is held, to see whether something has changed."""

    def read() -> dict[str, list[Any]]:
        with app.app_context():
            return all_rows()

    return read


@pytest.fixture(scope="session")
def samples_of_census() -> Path:
    """A school's census message, which says itself that it is of 1 October 2026."""
    return ROOT / "tests" / "samples" / "feeds" / "census_message.xml"
