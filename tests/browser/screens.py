"""Pictures of every page of every role, in three widths, below var/screens.

python -m tests.browser.screens     of the demo, or of a small authority without one
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path

from dotenv import load_dotenv
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import chromium, place
from tests.browser.conftest import NARROW, WIDE, clients_of, sign_in_by_page
from tests.browser.place import Place
from tests.browser.test_every_page import settled
from tests.browser.walking import walk
from tests.conftest import ROOT
from tests.waiting import run_waiting
from tracker import actions
from tracker.access import ROLES
from tracker.app import create_app
from tracker.config import Settings, from_environment
from tracker.web import acting

_HEIGHT = 900
#: A telephone, between the widths in which every page is tested.
_PHONE = 390
_WIDTHS = (WIDE, _PHONE, NARROW)


def main() -> int:
    """Takes the pictures, and writes an index of them."""
    load_dotenv(ROOT / ".flaskenv")
    settings = from_environment()
    folder = settings.var / "screens"
    shutil.rmtree(folder, ignore_errors=True)
    taken: dict[str, list[str]] = {}
    with (
        _place(settings) as there,
        place.serving(there.app) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.find_or_install(), args=["--no-sandbox"]
        )
        _do_what_waits(there)
        for role in there.roles:
            taken[role] = _take(browser, there, address, role, folder / role)
            print(f"{ROLES[role].title}: {len(taken[role])} pages", flush=True)
        browser.close()
    (folder / "index.html").write_text(_index(taken), encoding="utf-8")
    print(f"They are in {folder / 'index.html'}.")
    return 0


@contextmanager
def _place(settings: Settings) -> Iterator[Place]:
    """The demo if there is one; otherwise a small authority for the time being."""
    if (settings.var / "demo" / "users.txt").is_file():
        app = create_app(replace(settings, organisation="Invented council"))
        app.extensions["tracker pages"]()
        app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="tracker")
        yield Place(app, place.users_of(settings.var))
        return
    print("There is no demo (make demo), so these are of a small authority.")
    with tempfile.TemporaryDirectory() as folder:
        yield place.make(Path(folder), Path(folder), "screens")


def _do_what_waits(there: Place) -> None:
    """Runs the waiting work of the worker, so that no picture has to wait."""
    with there.app.app_context():
        actions.worker.nightly.request(at=acting.now(), on=acting.today())
        while run_waiting(clock=acting.now, day=lambda at: at.date()):
            pass


def _take(
    browser: Browser, there: Place, address: str, role: str, folder: Path
) -> list[str]:
    """Takes the pages that a user of a role can reach, each in every width."""
    folder.mkdir(parents=True)
    found = walk(there.app, clients_of(there)(role), ["/", "/account"])
    windows = {
        width: _window(browser, there, address, role, width) for width in _WIDTHS
    }
    for endpoint, path in found.pages.items():
        for width, (_, page) in windows.items():
            settled(page, path)
            page.screenshot(path=folder / f"{endpoint}-{width}.png", full_page=True)
    for context, _ in windows.values():
        context.close()
    return list(found.pages)


def _window(
    browser: Browser, there: Place, address: str, role: str, width: int
) -> tuple[BrowserContext, Page]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": _HEIGHT},
        locale="en-GB",
        timezone_id="Europe/London",
    )
    page = context.new_page()
    sign_in_by_page(page, there, role)
    return context, page


def _index(taken: dict[str, list[str]]) -> str:
    """One page with all pictures in a small size, each a link to itself."""
    parts = []
    for role, endpoints in taken.items():
        parts.append(f"<h2>{escape(ROLES[role].title)}</h2>")
        for endpoint in endpoints:
            parts.append(f"<h3>{escape(endpoint)}</h3><p>")
            for width in _WIDTHS:
                source = f"{role}/{endpoint}-{width}.png"
                parts.append(
                    f'<a href="{source}"><img src="{source}" alt="{endpoint}, {width} '
                    f'pixels wide" height="360" loading="lazy"></a>'
                )
            parts.append("</p>")
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Screens</title>'
        "<h1>Every page, by role</h1>" + "\n".join(parts)
    )


if __name__ == "__main__":
    sys.exit(main())
