"""Browsers of the tests: one signed-in user for each role. Everybody is invented."""

import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import html5lib
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import URLSafeTimedSerializer

from tests.acts import act
from tests.factories import AUTHORITY
from tracker import actions, store
from tracker.access import ROLES
from tracker.store.accounts.factors.authenticator_apps import SECRETS
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web.account.background import NAME
from tracker.web.look import counts

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PASSWORD = "seven quiet lanterns drift"
#: Users who decide about what others request, so each has a name of their own.
NAMES = {
    "asset-owner": "Judith Example",
    "guardian": "Gwen Example",
    "information-officer": "Bethan Example",
}


#: The page to which a user is led who opens a record outside their own lists.
_ASKS = re.compile(r"/people/\d+/why\?")


class Browser(FlaskClient):
    """A browser that fails on a page that is not valid HTML.

    Its user gives a reason where a page wants one, unless ``gives_reasons`` is False.
    """

    gives_reasons = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().open(*args, **kwargs)
        led = answer.location or (answer.history and answer.request.full_path) or ""
        if self.gives_reasons and _ASKS.match(led):
            data = {"clicked": "phoned", "csrf_token": own_token(self)}
            assert super().open(led, method="POST", data=data).location
            answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and not answer.location:
            page = answer.get_data(as_text=True)
            if (outline := _outline(page)) not in _VALID:
                read(page)
                _VALID.add(outline)
        return answer


#: Outlines of pages that were valid. To read a page strictly costs as long as to make
#: it, and a test opens the same one many times.
_VALID: set[str] = set()
_HARMLESS_VALUE = re.compile(r'="[^"<>&]*"')
_HARMLESS_TEXT = re.compile(r">[^<>&]*[^<>&\s][^<>&]*<")
_HARMLESS_CHARACTER = re.compile(r"&(?:amp|lt|gt|#34|#39|#\d{4});")


def _outline(page: str) -> str:
    """The page without what its words and values say: valid if the page is."""
    page = _HARMLESS_CHARACTER.sub("-", page)
    return _HARMLESS_TEXT.sub(">-<", _HARMLESS_VALUE.sub('=""', page))


def read(page: str) -> Any:
    """The page as a tree of elements without a namespace; an error if it is invalid."""
    reader = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return reader.parse(page)


@pytest.fixture
def pages(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with its pages, on an empty database, at nine in the morning.

    The menu counts nothing, unless a test is marked to be about its counts: it shows
    what pages have counted before. To count took a tenth of the time of a page.
    """
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("menu_counts") is None:
            patch.setattr(counts, "of", _of_kept(counts.of))
        yield from _pages(app)


def _of_kept(of: Callable[..., int]) -> Callable[..., int]:
    def of_kept(endpoint: str, count: Callable[[], int]) -> int:
        counts.only_kept()
        return of(endpoint, count)

    return of_kept


def _pages(app: Flask) -> Iterator[Flask]:
    app.extensions["tracker pages"]()
    app.config.update(NOW=NOW, TESTING=True, SESSION_COOKIE_SECURE=False)
    app.test_client_class = Browser
    yield app
    wait_for_background()
    app.config.pop("NOW")
    app.config["TESTING"] = False


def wait_for_background() -> None:
    """Waits for the work that is done beside the answers."""
    for each in threading.enumerate():
        if each.name == NAME:
            each.join(30)


def make(
    role: str,
    name: str | None = None,
    institution: str | None = None,
    email: str | None = None,
) -> User:
    """An account whose invitation has been accepted.

    Users who decide about each other's work have names of their own.
    """
    if name is None:
        name = NAMES.get(role, "Robin Example")
        if email and role in NAMES:
            name = f"{name} {email}"
    if ROLES[role].of_institution and institution is None:
        institution = "urn:106500"
    invited = actions.accounts.users.invite(
        email=email or f"{role}@example.org",
        name=name,
        role=role,
        institution=institution,
        act=act(by="the tests", at=NOW, authority=AUTHORITY),
    )
    return actions.accounts.passwords.set_password(invited.secret, PASSWORD, at=NOW)


def token(page: str) -> str:
    """The token that shows that a form is ours."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def own_token(client: FlaskClient) -> str:
    """The token that a page would give the forms of this browser."""
    with client.session_transaction() as cookie:
        number = cookie.setdefault("csrf_token", secrets.token_hex(20))
    key = client.application.secret_key
    return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(number))


def enter_password(client: FlaskClient, email: str, password: str = PASSWORD):
    """The answer to the sign-in page, filled in with this address and password."""
    page = client.get("/sign-in").get_data(as_text=True)
    return client.post(
        "/sign-in",
        data={"email": email, "password": password, "csrf_token": token(page)},
    )


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD):
    """The answer to signing in whole, by password and authenticator app.

    A user without a second factor gets the app first. That of a wrong password is the
    answer to the first step.
    """
    from tests.web.factors.apps import app_of, code_of, enter_code

    pages = client.application
    with pages.app_context():
        user = store.accounts.users.by_email(email)
        if user is not None and not actions.accounts.factors.held.of(user).any:
            app_of(pages, user)
    answer = enter_password(client, email, password)
    if answer.location != "/sign-in/second-step":
        return answer
    with pages.app_context(), store.database.base.transaction():
        found = store.accounts.users.by_email(email)
        assert found is not None
        app = store.accounts.factors.authenticator_apps.of_user(found.id)
        assert app is not None
        # The clock of a test stands still, so the code is that of the last sign-in.
        app.last_step = None
        keys = pages.config["TRACKER"].keys
        secret = SECRETS.decrypt(keys, app.secret, row=found.id).decode()
    return enter_code(client, code_of(secret, pages.config["NOW"]))


def open_session(client: FlaskClient, user: User, how: How = How.APP) -> None:
    """Begins a session of a user in a browser, without the pages for it."""
    with store.database.base.transaction():
        at = client.application.config["NOW"]
        begun = actions.accounts.sessions.begin(user, how=how, at=at)
    with client.session_transaction() as cookie:
        place = actions.accounts.kept_forms.place_of(user)
        cookie.update(_user_id=begun, _fresh=True, place=place)


SignedInBrowser = Callable[..., FlaskClient]


@pytest.fixture
def signed_in(pages: Flask) -> SignedInBrowser:
    """Gives a browser in which a user of a role, at an institution, is signed in."""

    def browser(
        role: str, institution: str | None = None, email: str | None = None
    ) -> FlaskClient:
        client = pages.test_client()
        with pages.app_context():
            user = make(role, institution=institution, email=email)
            open_session(client, user)
        return client

    return browser


@pytest.fixture
def queries(pages: Flask) -> Callable[..., Any]:
    """Collects the queries to the database: ``with queries() as sent: ...``.

    They are recorded at the driver, so that none is missed but the mark, once a minute,
    that a user is still there: a slow machine would count it, and a quick one not.
    """

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def hear(name: str) -> Callable[..., Any]:
            ask = getattr(psycopg.Cursor, name)

            def heard(cursor: Any, query: Any, *more: Any, **named: Any) -> Any:
                if not str(query).startswith("UPDATE signed_in SET seen_at"):
                    statements.append(str(query))
                return ask(cursor, query, *more, **named)

            return heard

        with pytest.MonkeyPatch.context() as patch:
            for name in ("execute", "stream"):
                patch.setattr(psycopg.Cursor, name, hear(name))
            yield statements

    return counting


@pytest.fixture
def twice(pages: Flask, at_once) -> Callable[..., list[Any]]:
    """Sends one form twice at one moment, as two clicks do; gives both answers."""

    def send(client: FlaskClient, address: str, **entered: Any) -> list[Any]:
        shown = client.get(address).get_data(as_text=True)
        data = {**entered, "csrf_token": token(shown)}
        name = pages.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None

        def click() -> Any:
            browser = pages.test_client()
            browser.set_cookie(name, cookie.value)
            return browser.post(address, data=data)

        answers: list[Any] = at_once(click, click)
        return answers

    return send
