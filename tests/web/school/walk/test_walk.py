"""The way of a row from the door to the school's page, as its picture shows it."""

import functools
import gc
import os
from datetime import date

import pytest

from tests.factories import census, pupil
from tests.web.school.conftest import SCHOOL_KEY
from tests.web.school.walk import picture
from tests.web.school.walk.tracing import FORMS, Trace
from tracker.feeds.reading.open_files import opened

PROGRAM = picture.ROOT / "tracker"
MOST_MODULES = 60


def forget_answers() -> None:
    """Empties the caches of the program's functions: after another test they would
    answer without a call.
    """
    for each in gc.get_objects():
        cached = isinstance(each, functools._lru_cache_wrapper)
        if cached and each.__module__.startswith("tracker."):
            each.cache_clear()


def read_here(feed, paths, context=None, *, aliases=None):
    """What the confined process does, done in this one, where it can be traced."""
    return feed.read(opened(paths), context, aliases=aliases)


@pytest.fixture(scope="session")
def traced() -> list[Trace]:
    """What was traced by the first of these tests: it takes seconds."""
    return []


@pytest.fixture
def trace(traced, request) -> Trace:
    """A census of three pupils, loaded and looked at by their school."""
    if not traced:
        traced.append(request.getfixturevalue("loaded_and_looked_at"))
    return traced[0]


@pytest.fixture
def loaded_and_looked_at(registered, tmp_path, load, signed_in, monkeypatch) -> Trace:
    monkeypatch.setattr("tracker.feeds.confined.read", read_here)
    school = signed_in("school-user", institution=SCHOOL_KEY)
    rows = [pupil(number, date(2009, 10, number)) for number in (1, 2, 3)]
    file = census(tmp_path / "census.csv", rows)
    forget_answers()
    with Trace({row["upn"] for row in rows}, file) as found:
        load("school-census", file, as_at=date(2026, 5, 21))
        assert rows[0]["family"] in school.get("/leavers/each").get_data(as_text=True)
    return found


def test_the_way_is_as_drawn(trace) -> None:
    """`make walk` draws it."""
    drawn = picture.draw(trace.passed)
    if os.environ.get("DRAW"):
        picture.PAGE.write_text(drawn, "utf-8")
    assert picture.PAGE.read_text("utf-8") == drawn


def test_every_form_of_a_row_is_a_class_of_the_program() -> None:
    """Otherwise a class that gets another name would leave the picture unnoticed."""
    source = "\n".join(each.read_text("utf-8") for each in PROGRAM.rglob("*.py"))
    assert [each for each in FORMS if f"class {each}" not in source] == []


def test_the_file_is_opened_once_and_each_line_interpreted_once(trace) -> None:
    assert (trace.opened, trace.interpreted) == (1, 3)


def test_apply_goes_from_stage_to_stage_and_never_back(trace) -> None:
    assert trace.climbs == []


def test_the_way_grows_no_longer(trace) -> None:
    passed = {each for modules in trace.passed.values() for each in modules}
    assert len(passed) <= MOST_MODULES
