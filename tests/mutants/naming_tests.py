"""For pytest under coverage: each test gives its name to the lines that it reaches.

It also keeps how long each test takes, as ``seconds.json`` of the folder that the
environment names.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from os import environ
from pathlib import Path

import pytest
from coverage import Coverage

#: Names the file that the seconds are kept in.
SECONDS = "SECONDS_OF_TESTS"
#: Here functions that remember their answers only save time.
_REMEMBERING = ("tracker.domain", "tracker.linkage", "tracker.returns")
_seconds: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The lines of a test's fixtures count as reached by it."""
    measuring = Coverage.current()
    assert measuring is not None
    name = item.nodeid.partition("[")[0]
    if name not in _seconds:
        _forget()
    measuring.switch_context(name)
    begun = time.monotonic()
    result = yield
    _seconds[name] += time.monotonic() - begun
    return result


def pytest_sessionfinish() -> None:
    Path(environ[SECONDS]).write_text(json.dumps(_seconds), "utf-8")


def _forget() -> None:
    """Without it only the first test would reach a function that remembers."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_REMEMBERING):
            for each in vars(module).values():
                if isinstance(each, _lru_cache_wrapper):
                    each.cache_clear()
