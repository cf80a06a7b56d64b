"""The documentation in a browser, under the application's own headers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import checks
from tests.browser.conftest import NARROW, WIDE, GetPage
from tests.browser.place import Place
from tests.conftest import ROOT

#: The first page, a guide, a page of pictures, and one of long tables.
PAGES = ("index", "guides/adviser", "reference/modules", "reference/rules")


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser-help") / "help"
    subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-q", "-b", "html"),
            *("-d", str(folder.with_name("trees")), str(ROOT / "docs"), str(folder)),
        ],
        cwd=ROOT,
        check=True,
        timeout=300,
    )
    return folder


@pytest.fixture
def help_page(
    authority: Place, documentation: Path, page: GetPage, monkeypatch
) -> Iterator[Page]:
    """A window of a user, which fails the test if its console has an error."""
    monkeypatch.setitem(authority.app.config, "HELP", documentation)
    window = page("adviser")
    heard: list[str] = []
    window.on(
        "console",
        lambda line: heard.append(line.text) if line.type == "error" else None,
    )
    window.on("pageerror", lambda error: heard.append(str(error)))
    yield window
    assert heard == []


@pytest.mark.sample("guides/adviser", because="all pages have the same scripts")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_under_the_headers_of_the_application(
    help_page: Page, name: str
) -> None:
    for width in (WIDE, NARROW):
        help_page.set_viewport_size({"width": width, "height": 900})
        help_page.goto(f"/help/{name}.html")
        assert help_page.locator("h1").count() == 1
        across = help_page.evaluate("document.scrollingElement.scrollWidth")
        assert across <= width
        found, _ = checks.axe(help_page)
        assert found == []


def test_its_style_is_applied_and_its_colours_can_be_changed(help_page: Page) -> None:
    help_page.goto("/help/index.html")
    colour = "getComputedStyle(document.body).getPropertyValue('--color-brand-primary')"
    assert help_page.evaluate(colour) == "#12403f"
    assert help_page.evaluate("document.body.dataset.theme") == "auto"
    help_page.locator(".theme-toggle-content .theme-toggle").click()
    chosen = help_page.evaluate("document.body.dataset.theme")
    assert chosen in ("light", "dark")
    help_page.goto("/help/guides/adviser.html")
    assert help_page.evaluate("document.body.dataset.theme") == chosen


def test_a_search_finds_a_page_and_shows_its_words(help_page: Page) -> None:
    help_page.goto("/help/index.html")
    help_page.locator("input[name=q]").fill("doubtful")
    help_page.keyboard.press("Enter")
    help_page.wait_for_selector("#search-results li a")
    help_page.wait_for_selector("#search-results li p.context")
    # The words of every page that is found are fetched one after the other.
    help_page.wait_for_load_state("networkidle")
    help_page.locator("#search-results li a").first.click()
    help_page.wait_for_selector("article h1")
    assert "doubtful" in help_page.locator("article").inner_text().lower()
