"""A server with its tables, made once: each run of tests begins with a copy of it.

To make the tables takes longer than most of the tests. This module is a plugin of
pytest, and a test file: its test makes the server, and is run before any other.
"""

import atexit
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from os import environ
from pathlib import Path
from typing import Any

import pytest

#: Names the folder of the server.
MADE = "SERVER_MADE_ONCE"
#: Below it, the modules that were loaded when the server had been made.
LOADED = "modules.json"
#: Its data, and its passwords.
_PARTS = ("postgres", "postgres-access")


def test_a_server_is_made(request: pytest.FixtureRequest) -> None:
    """It has the tables of the application, and those of the small authority."""
    request.getfixturevalue("small")
    made = Path(environ[MADE])
    made.mkdir(parents=True, exist_ok=True)
    (made / LOADED).write_text(json.dumps(sorted(sys.modules)), "utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[Any]:
    """The folder of a process's server gets the copy before a server starts there."""
    place = yield
    if fixturedef.argname == "var" and fixturedef.scope == "session":
        made = Path(environ[MADE])
        if all((made / part).is_dir() for part in _PARTS):
            _copy(made, place)
        else:
            # Exit functions run last to first: when the server has been stopped, and
            # before its folder is removed.
            atexit.register(_keep, place, made)
    return place


def _keep(place: Path, made: Path) -> None:
    # Where the test failed there is no list of modules, and the server is not whole.
    if (made / LOADED).exists() and (place / _PARTS[0]).is_dir():
        shutil.rmtree(made / _PARTS[0], ignore_errors=True)
        _copy(place, made)


def _copy(place: Path, to: Path) -> None:
    """Copies the server with the owners of its files."""
    for part in _PARTS:
        subprocess.run(["cp", "-a", place / part, to / part], check=True)
