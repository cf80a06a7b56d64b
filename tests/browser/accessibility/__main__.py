"""Looks at every page and state, and writes what the accessibility statement shows.

python -m tests.browser.accessibility

Ends with 1 if there are faults that the table of known ones does not name.
"""

import csv
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium, place
from tests.browser.accessibility import checks
from tests.browser.accessibility.sweep import Result, sweep
from tests.store.database import own_server
from tracker.version import VERSION
from tracker.web.account import accessibility


def main() -> int:
    """Runs the sweep on an authority of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = place.make(own_server.place(), Path(folder), "accessibility")
        with place.serving(made.app) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find_or_install(), args=["--no-sandbox"]
            )
            found = sweep(made, browser, address)
            browser.close()
        place.close(made)
    write(found)
    for page, state, fault in found.faults:
        print(f"{page} ({state}): {fault}")
    print(
        f"{len(found.pages)} pages, {found.states} states, "
        f"{len(found.rules) + len(checks.OWN)} rules, {len(found.faults)} faults"
    )
    return 1 if found.faults else 0


def write(found: Result) -> None:
    """Writes the result that is committed with a release."""
    rows = [
        ("date", datetime.now(UTC).date().isoformat()),
        ("version", VERSION),
        ("pages", len(found.pages)),
        ("states", found.states),
        ("rules", len(found.rules)),
        *(("own rule", f"{what}: {rule}") for what, rule in checks.OWN.items()),
        *(
            ("fault", f"{page}, {state}: {fault}")
            for page, state, fault in found.faults
        ),
    ]
    with accessibility.RESULT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("what", "value"))
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
