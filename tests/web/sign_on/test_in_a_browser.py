"""Single sign-on once for real: a browser, the pages, and a provider process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser import place
from tests.web.sign_on.conftest import RULES, SAM, Site

#: Pictures for a developer to look at: TRACKER_PICTURES=folder.
PICTURES = os.environ.get("TRACKER_PICTURES")
Open = Callable[..., BrowserContext]


@pytest.fixture
def address(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address at which the pages are served, with the provider leading back."""
    monkeypatch.setitem(site.app.config, "SESSION_COOKIE_NAME", "tracker")
    with place.serving(site.app) as served:
        site.declare(
            "one",
            title="Council account",
            redirect_uri=f"{served}/sign-on/one/back",
            start=f"{served}/",
            rules=RULES,
            new_accounts=True,
        )
        yield served


@pytest.fixture
def window(address: str, chromium_program: str) -> Iterator[Open]:
    """Opens a browser window of its own, with its own cookies."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_program, args=["--no-sandbox"]
        )

        def opened(width: int = 1280, *, javascript: bool = True) -> BrowserContext:
            return launched.new_context(
                base_url=address,
                viewport={"width": width, "height": 900},
                java_script_enabled=javascript,
            )

        yield opened
        launched.close()


def look(page: Page, name: str) -> None:
    """The page has no fault that axe finds and does not scroll sideways."""
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_sam_comes_in_is_signed_out_and_loses_the_role(
    site: Site, address: str, window: Open
) -> None:
    site.process.control(signs_in="")
    page = window().new_page()
    page.goto("/account")
    look(page, "sign-in")
    page.get_by_role("button", name="Sign in with Council account").click()
    page.get_by_role("link", name="Sam Example").click()
    # The page that was wanted at first.
    page.wait_for_url("**/account")
    expect(page.locator("main")).to_contain_text("With Council account")
    look(page, "account")

    # The provider ends the session: the next click finds it ended.
    sent = site.process.control(
        log_out={"sub": "s1", "sid": "sid-s1"}, to=f"{address}/sign-on/one/log-out"
    )
    assert sent["answer"] == 200
    page.reload()
    page.wait_for_url("**/sign-in**")

    # Signed in again, and out from here: the provider's own page comes between.
    page.get_by_role("button", name="Sign in with Council account").click()
    page.get_by_role("link", name="Sam Example").click()
    page.wait_for_url("**/account")
    site.process.control(calls=True)
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    assert "end" in site.process.control()["calls"]

    # Without the group there is no way in, and a plain page says so.
    site.process.control(users={"s1": {**SAM, "groups": []}})
    page.get_by_role("button", name="Sign in with Council account").click()
    page.get_by_role("link", name="Sam Example").click()
    expect(page.locator("h1")).to_have_text(
        "You are not signed in with Council account"
    )
    expect(page.locator("main")).to_contain_text("no longer gives you a role")
    look(page, "refused")
    page.goto("/account")
    page.wait_for_url("**/sign-in**")

    # A dead provider is a sentence above the other ways.
    site.process.control(fault="dead", at="openid-configuration")
    site.declare("one", title="Council account")
    page.get_by_role("button", name="Sign in with Council account").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    look(page, "unreachable")


def test_without_javascript_a_user_comes_in_and_leaves(
    site: Site, address: str, window: Open
) -> None:
    page = window(390, javascript=False).new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with Council account").click()
    page.wait_for_url("**/my-day")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
