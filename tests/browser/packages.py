"""A checker of HTML that is as strict as the specification: a package from npm.

python -m tests.browser.packages    installs it below var, by package-lock.json
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tracker.packing import page_packages

FOLDER = ROOT / "var" / "tests" / "node"
#: Where node is, if the machine has none.
NODE = ROOT / "var" / "nodejs"
_SCRIPT = Path(__file__).with_name("validating.mjs")


class NotInstalled(Exception):
    """The package is not there; the text says what to do."""


def install() -> None:
    """Installs the packages of the lock file, also those for development."""
    page_packages.install(ROOT, FOLDER, own=NODE)


def is_installed() -> bool:
    return (FOLDER / "node_modules" / "html-validate").is_dir() and all(
        (FOLDER / name).read_bytes() == (ROOT / name).read_bytes()
        for name in page_packages.LOCK
    )


def validate(pages: Path) -> list[dict[str, Any]]:
    """The errors in the HTML files of a folder. Raises NotInstalled."""
    if not is_installed():
        raise NotInstalled("Say make test, or python -m tests.browser.packages.")
    words = [str(each) for each in (_SCRIPT, FOLDER, pages)]
    done = page_packages.run("node", words, within=FOLDER, own=NODE, seconds=300)
    done.check_returncode()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    if not is_installed():
        print("Installing what the pages are validated with")
        try:
            install()
        except page_packages.NotInstalled as reason:
            sys.exit(str(reason))
