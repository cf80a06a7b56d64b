"""What is put back is what was loaded; anything else is loaded."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import Clock, Everything
from tests.emptied import cluster_owner, emptied_tables, empty
from tests.factories import COLLEGE, people, provider_list, register
from tests.once import loaded_states
from tests.once.loaded_states import LoadedStates
from tests.once.loading import Load
from tracker.extensions import db


@pytest.fixture(autouse=True)
def put_back() -> Iterator[list[datetime]]:
    """The moments of the states that are put back; nothing was loaded before."""
    found: list[datetime] = []
    really = LoadedStates._put_back

    def heard(states: LoadedStates, state: Any, before: bytes) -> None:
        found.append(state.moment)
        really(states, state, before)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LoadedStates, "_put_back", heard)
        patch.setattr(
            loaded_states, "LOADED", LoadedStates(cluster_owner, emptied_tables)
        )
        yield found


@pytest.fixture
def loads(app: Flask, clock: Clock, load: Load, tmp_path: Path) -> Callable[..., Any]:
    """Loads a register and a list of so many people into an empty database."""

    def begin(how_many: int = 3, then: Callable[[], None] | None = None) -> Any:
        with app.app_context():
            empty()
            loaded_states.LOADED.is_empty(app)
        clock.moment = datetime(2026, 11, 24, 12, tzinfo=clock.moment.tzinfo)
        first = load("establishments", register(tmp_path / "edubasealldata.csv"))
        if then is not None:
            then()
        path = provider_list(tmp_path / "list.csv", people(how_many))
        return first, load("provider-enrolment", path, institution=COLLEGE)

    return begin


def test_the_third_time_everything_is_as_at_the_second(
    loads, everything: Everything, put_back, clock, load, tmp_path
) -> None:
    loads()
    answers, rows, moment = loads(), everything(), clock.moment
    assert put_back == []
    assert loads() == answers
    assert len(put_back) == 2
    assert everything() == rows
    assert clock.moment == moment
    # Numbers go on where they were, and another file is really loaded.
    more = provider_list(tmp_path / "more.csv", people(5))
    found = load("provider-enrolment", more, institution=COLLEGE)
    assert found["batch"] == answers[1]["batch"] + 1
    assert len(put_back) == 2


def test_another_content_of_the_same_name_is_loaded(
    loads, everything, put_back
) -> None:
    for how_many in (2, 2, 4):
        answers = loads(how_many)
    assert answers[1]["rows"] == 4
    assert len(put_back) == 1  # the register


def test_after_another_row_the_file_is_loaded(loads, app, put_back) -> None:
    def write() -> None:
        with app.app_context():
            db.session.execute(text("SELECT pg_current_xact_id()"))
            db.session.commit()

    for _ in range(4):
        loads(then=write)
    assert len(put_back) == 2  # the register, and never the list


def test_a_test_that_replaces_a_part_really_loads(loads, put_back, monkeypatch) -> None:
    from tracker.feeds import registry

    loads()
    loads()
    monkeypatch.setattr(registry, "FEEDS", registry.FEEDS)
    loads()
    loads()
    assert put_back == []


def test_a_state_that_is_no_longer_kept_is_loaded(loads, everything, put_back) -> None:
    loads()
    answers, rows = loads(), everything()
    del loaded_states.LOADED._states[next(iter(loaded_states.LOADED._states))]
    assert loads() == answers
    assert len(put_back) == 1  # the list, onto a register that was really loaded
    assert {name: len(held) for name, held in everything().items()} == {
        name: len(held) for name, held in rows.items()
    }
