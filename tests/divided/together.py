"""Which tests of a divided run stay together in one process.

What is made once for the tests of a module or a folder, such as a server, each process
that runs one of them would make for itself. The marks of pytest-xdist for it have no
effect under pytest 9.2 (pytest-dev/pytest-xdist, issue 1386), so tests are divided by
where they are.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[2]
#: Their tests share what takes long to make: an authority with the pages that each role
#: reaches; the documentation; a trace of a file on its way; the program's syntax.
FOLDERS = (
    *("tests/browser/", "tests/documentation/", "tests/web/school/walk/"),
    *("tests/repository/", "tests/security/"),
)


class Together(LoadScopeScheduling):
    """Gives each process whole groups of tests, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def group(test: str) -> str:
    """The name of the tests that stay with this one: its own where it may run alone."""
    module = test.partition("::")[0]
    for folder in FOLDERS:
        if module.startswith(folder):
            return folder
    return module if _makes_once(module) else test


@cache
def _makes_once(module: str) -> bool:
    """Whether a module makes something once for all of its tests."""
    return 'scope="module"' in (ROOT / module).read_text("utf-8")
