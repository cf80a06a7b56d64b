"""The browser of the tests: Debian's Chromium, Playwright's own, or how to get one.

python -m tests.browser.chromium    finds one, or installs one, or says what to do
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WHAT_TO_DO = """The tests need a Chromium, and there is none on this machine.

It could not be installed by itself. Either install one that is found by its name
({names}), for example with

    sudo apt-get install -y chromium

or let Playwright bring its own, where the machine can reach its server:

    .venv/bin/python -m playwright install --with-deps chromium

and say make test again."""


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


if __name__ == "__main__":
    try:
        find_or_install()
    except NoBrowser as error:
        sys.exit(str(error))
