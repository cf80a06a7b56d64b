"""A real browser for a small invented authority; everybody in it is invented."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import stored_rows
from tests.browser import place
from tests.browser.place import Place
from tests.browser.scene import Scene
from tests.browser.walking import Walk, endpoint_of, walk
from tests.web import conftest
from tests.web.conftest import enter_password
from tracker.access import ROLES
from tracker.web import guard

WIDE, NARROW = 1280, 320

GetPage = Callable[..., Page]


@pytest.fixture(scope="session")
def authority(
    _application, var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """The small authority with its staff. A test's name says if it changes it."""
    made = place.make(var, tmp_path_factory.mktemp("browser"), "browser")
    made.app.test_client_class = conftest.Browser
    made.led_to.update(Scene(made, clients_of(made)).play())
    yield made
    place.close(made)


@pytest.fixture(scope="session")
def address(authority: Place) -> Iterator[str]:
    """The address at which the authority is served."""
    with place.serving(authority.app) as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium_program: str) -> Iterator[Browser]:
    """A browser for the tests of one file: until it is closed, other code of this
    process that needs an event loop finds the browser's running.
    """
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_program, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def cookies() -> dict[str, object]:
    """The cookies of each role's browser after sign-in."""
    return {}


@pytest.fixture
def context(
    browser: Browser, address: str, authority: Place, cookies: dict[str, object]
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser window for a user of a role, or before sign-in."""
    with ExitStack() as stack:

        def opened(
            role: str | None = None, width: int = WIDE, *, javascript: bool = True
        ) -> BrowserContext:
            made = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": 900},
                java_script_enabled=javascript,
                locale="en-GB",
                timezone_id="Europe/London",
                storage_state=cookies.get(role) if role else None,
            )
            stack.callback(made.close)
            if role and role not in cookies:
                page = made.new_page()
                sign_in_by_page(page, authority, role)
                page.close()
                cookies[role] = made.storage_state()
            return made

        yield opened


def sign_in_by_page(page: Page, authority: Place, role: str) -> None:
    """Fills in the sign-in page for a user of a role."""
    user = authority.user(role)
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(user.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> GetPage:
    """``page("adviser", 320, javascript=False)``: the page of a signed-in user."""

    def opened(
        role: str | None = None, width: int = WIDE, *, javascript: bool = True
    ) -> Page:
        return context(role, width, javascript=javascript).new_page()

    return opened


def clients_of(authority: Place) -> Callable[[str], FlaskClient]:
    """Gives a client without pictures in which a user of a role is signed in.

    By a password alone, as a demo's users are: a second step that was set up here would
    come up in the real browser too.
    """

    @cache
    def signed_in(role: str) -> FlaskClient:
        user = authority.user(role)
        client = authority.app.test_client()
        answer = enter_password(client, user.email, user.password)
        assert answer.status_code == 302
        assert not answer.location.startswith("/sign-in"), answer.location
        return client

    return signed_in


@pytest.fixture(scope="session")
def client(authority: Place) -> Callable[[str], FlaskClient]:
    """``client("adviser")``: for tests that need no pictures."""
    return clients_of(authority)


@pytest.fixture(scope="session")
def walks() -> dict[str, Walk]:
    return {}


@pytest.fixture
def walked(authority: Place, client: Callable, walks: dict[str, Walk]) -> Callable:
    """The pages that a user of a role can reach."""

    def as_role(role: str) -> Walk:
        if role not in walks:
            beginnings = ["/", *places(authority, role)]
            browser = client(role)
            before = stored_rows.of(authority.app)
            walks[role] = walk(authority.app, browser, beginnings)
            after = stored_rows.of(authority.app)
            walks[role].changed = stored_rows.changes(before, after)
        return walks[role]

    return as_role


def places(authority: Place, role: str) -> list[str]:
    """The addresses to which users' actions led, if this role may open them."""
    return [
        each
        for doer, led_to in authority.led_to.items()
        for each in led_to
        if doer == role
        or not (ROLES[role].of_institution or ROLES[doer].of_institution)
        if (endpoint := endpoint_of(authority.app, each)) is not None
        if guard.needs(authority.app, endpoint) in ROLES[role].permissions
    ]
