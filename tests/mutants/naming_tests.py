"""For pytest under coverage: each test gives its name to the lines that it reaches.

A fixture that is made once for several tests gives them a name of its own, and every
test that uses it reaches them. The file that the environment names gets how long each
takes, which tests use which fixture, and which tests fail.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from os import environ
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage

#: Names the file.
KEPT = "KEPT_ABOUT_TESTS"
#: Here functions that remember their answers only save time.
_REMEMBERING = (
    *("tracker.domain", "tracker.linkage", "tracker.returns"),
    *("tracker.store.history.sealed_facts", "tracker.web.look", "tracker.web.adviser"),
    *("tracker.actions.work.work_kinds", "tracker.actions.intake"),
)
_seconds: Counter[str] = Counter()
_users: dict[str, set[str]] = defaultdict(set)
_failed: set[str] = set()
#: The test at hand, then the fixtures that are being made for it and for others.
_current: list[str] = []
#: The seconds of such fixtures within the test at hand.
_of_fixtures: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The lines of a test's own fixtures count as reached by it."""
    name = item.nodeid.partition("[")[0]
    if name not in _seconds:
        _forget()
    for fixture in _shared(item):
        _users[fixture].add(name)
    _current[:] = [name]
    _switch()
    _of_fixtures.clear()
    begun = time.monotonic()
    result = yield
    spent = time.monotonic() - begun - _of_fixtures.total()
    _seconds[name] += max(spent, 0)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[Any]:
    if fixturedef.scope == "function" or not _current:
        return (yield)
    name = _name(fixturedef)
    _users[name].add(_current[0])
    _current.append(name)
    _switch()
    begun = time.monotonic()
    try:
        return (yield)
    finally:
        fixture = _current.pop()
        if len(_current) == 1:
            spent = time.monotonic() - begun
            _of_fixtures[fixture] += spent
            _seconds[fixture] = max(_seconds[fixture], spent)
        _switch()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.add(report.nodeid.partition("[")[0])


def pytest_sessionfinish() -> None:
    kept = {
        "seconds": _seconds,
        "users": {fixture: sorted(tests) for fixture, tests in _users.items()},
        "failed": sorted(_failed),
    }
    Path(environ[KEPT]).write_text(json.dumps(kept), "utf-8")


def _shared(item: pytest.Item) -> Iterator[str]:
    """The fixtures of a test that are made once for several tests."""
    information = getattr(item, "_fixtureinfo", None)
    found = information.name2fixturedefs if information is not None else {}
    for definitions in found.values():
        if definitions[-1].scope != "function":
            yield _name(definitions[-1])


def _name(fixture: Any) -> str:
    return f"fixture {fixture.argname} of {fixture.baseid}"


def _switch() -> None:
    measuring = Coverage.current()
    assert measuring is not None
    measuring.switch_context(_current[-1])


def _forget() -> None:
    """Without it only the first test would reach a function that remembers."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_REMEMBERING):
            for each in vars(module).values():
                if isinstance(each, _lru_cache_wrapper):
                    each.cache_clear()
