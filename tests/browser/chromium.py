"""The browser of the tests: Debian's Chromium, Playwright's own, or how to get one.

python -m tests.browser.chromium    finds one, or installs one, or says what to do

Where there is none, the tests that need one are left out, and the run ends with a
sentence about it. A machine that integrates changes (CI is set) has to have one.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WHAT_TO_DO = """The tests need a Chromium, and there is none on this machine.

It could not be installed by itself. Either install one that is found by its name
({names}), for example with

    sudo apt-get install -y chromium

or let Playwright bring its own, where the machine can reach its server:

    .venv/bin/python -m playwright install --with-deps chromium

and run make test again. Until then the tests that need one are left out."""
#: The line above the number of tests of a run without one.
LEFT_OUT = (
    "The tests of the pages in a browser were left out: there is no Chromium on this"
    " machine. Install one and run make test again: sudo apt-get install -y chromium"
)


_NEEDED = "chromium_program"
_WERE_LEFT_OUT = pytest.StashKey[bool]()


class NoBrowser(Exception):
    """No browser can be found or installed; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(WHAT_TO_DO.format(names=", ".join(NAMES)))


def find() -> str | None:
    """The program, if there is one: the machine's own, or else Playwright's."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def find_or_install(run: Callable[[Sequence[str]], bool] | None = None) -> str:
    """The program, installed if necessary. Raises NoBrowser."""
    run = run or _succeeds
    found = find()
    ways: list[list[list[str]]] = []
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append(
            [
                ["apt-get", "update", "-q"],
                ["apt-get", "install", "-yq", "--no-install-recommends", "chromium"],
            ]
        )
    ways.append([[sys.executable, "-m", "playwright", "install", "chromium"]])
    for commands in ways:
        if found is not None:
            break
        if all(run(command) for command in commands):
            found = find()
    if found is None:
        raise NoBrowser
    return found


def _succeeds(command: Sequence[str]) -> bool:
    print(" ".join(command), flush=True)
    return subprocess.run(command, check=False).returncode == 0


def is_left_out() -> bool:
    """Whether the tests that need a browser are left out on this machine."""
    return not os.environ.get("CI") and find() is None


@pytest.fixture(scope="session")
def chromium_program() -> str:
    """The browser's program. Raises NoBrowser."""
    found = find()
    if found is None:
        raise NoBrowser
    return found


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    needing = [each for each in items if _NEEDED in getattr(each, "fixturenames", ())]
    if needing and is_left_out():
        config.stash[_WERE_LEFT_OUT] = True
        config.hook.pytest_deselected(items=needing)
        items[:] = [each for each in items if each not in set(needing)]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    # The process that divides a run among others collects no test itself.
    divides = config.getoption("numprocesses", None)
    if (divides and is_left_out()) or config.stash.get(_WERE_LEFT_OUT, False):
        terminalreporter.write_line(LEFT_OUT, yellow=True)


if __name__ == "__main__":
    try:
        find_or_install()
    except NoBrowser as error:
        if os.environ.get("CI"):
            sys.exit(str(error))
        print(error)
