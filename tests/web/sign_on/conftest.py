"""Browsers that sign in at a provider process, and what the audit has about it."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from tests.acts import act
from tests.factories import AUTHORITY
from tests.sign_on.process import Process, started
from tests.web.conftest import NOW
from tracker import actions, store
from tracker.access import authority_scope
from tracker.sign_on.provider import Rule
from tracker.store.accounts.audit import AuditLine, Criteria
from tracker.store.accounts.users import User
from tracker.web.account import single_sign_on

SAM = {
    "email": "sam@example.org",
    "email_verified": True,
    "name": "Sam Example",
    "groups": ["Advisers"],
}
RULES = (
    Rule("administrator", group="Admins"),
    Rule("team-leader", group="Leads"),
    Rule("adviser", group="Advisers"),
)


@pytest.fixture(scope="session")
def _provider() -> Iterator[Process]:
    with started() as process:
        yield process


@pytest.fixture
def provider(_provider: Process) -> Process:
    """The provider process, as if it had just begun: Sam signs in there."""
    _provider.control(reset=True, now=NOW, users={"s1": SAM}, signs_in="s1")
    return _provider


class Site:
    """The pages with their providers, and the browsers that use them."""

    def __init__(self, app: Flask, process: Process) -> None:
        self.app, self.process = app, process

    def declare(self, *names: str, **more: Any) -> None:
        """Lets these providers of the process sign users in."""
        made = tuple(self.process.declared(name, **more) for name in names)
        single_sign_on.connect(self.app, made)

    def claims(self, **changes: Any) -> None:
        """What the provider states about Sam from now on."""
        self.process.control(users={"s1": {**SAM, **changes}})

    def invite(self, role: str = "adviser", email: str = "sam@example.org") -> str:
        """Invites Sam; gives the secret of the link."""
        with self.app.app_context():
            return actions.accounts.users.invite(
                email=email,
                name="Sam Example",
                role=role,
                institution="urn:106500" if role == "school-user" else None,
                act=act(by="the tests", at=NOW, authority=AUTHORITY),
            ).secret

    def user(self, email: str = "sam@example.org") -> User | None:
        with self.app.app_context():
            return store.accounts.users.by_email(email)

    def lines(self) -> list[AuditLine]:
        """The audit, the newest line first."""
        with self.app.app_context():
            return list(
                store.accounts.audit.lines(
                    Criteria(),
                    within=authority_scope(AUTHORITY),
                    offset=0,
                    limit=50,
                )
            )

    def reasons(self) -> list[str]:
        """The reasons of the refusals in the audit, the newest first."""
        return [
            str(line.detail["reason"])
            for line in self.lines()
            if line.action == "single sign-on refused"
        ]

    def move(self, moment: datetime) -> None:
        self.app.config["NOW"] = moment
        self.process.control(now=moment)


@pytest.fixture
def site(pages: Flask, provider: Process) -> Iterator[Site]:
    """The pages with provider "one", by which invited users come in."""
    made = Site(pages, provider)
    made.declare("one")
    yield made
    single_sign_on.connect(pages, ())


#: What a browser sends after a click on a page of ours.
BY_A_CLICK = {"Sec-Fetch-Site": "same-origin"}


def at_provider(client: FlaskClient, name: str = "one", query: str = "") -> str:
    """Begins a sign-in and goes through it at the provider: where that leads back."""
    begun = client.get(f"/sign-on/{name}{query}", headers=BY_A_CLICK)
    assert begun.status_code == 302, begun.get_data(as_text=True)
    answer = requests.get(begun.location, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def path(address: str) -> str:
    """An address of ours as the test client takes it."""
    parts = urlsplit(address)
    assert parts.netloc == "localhost"
    return f"{parts.path}?{parts.query}"


def sign_on(client: FlaskClient, name: str = "one", query: str = "") -> Any:
    """The answer to a user who comes back from the provider."""
    return client.get(path(at_provider(client, name, query)))


def back_from_confirming(client: FlaskClient) -> str:
    """Where the provider leads a signed-in user who signed in there once more."""
    # The page leads on by itself: a form leads to it, and browsers let no form
    # lead to another website.
    page = text(client.get("/sign-on/one/again?next=/account"))
    address = unescape(re.search(r'content="0;url=([^"]+)"', page)[1])
    query = query_of(address)
    assert (query["prompt"], query["max_age"]) == ("login", "0")
    back = requests.get(address, allow_redirects=False, timeout=10)
    return path(back.headers["Location"])


def sign_on_again(client: FlaskClient) -> Any:
    """The answer to a signed-in user who signed in at the provider once more."""
    return client.get(back_from_confirming(client))


def query_of(address: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}


def text(answer) -> str:
    return answer.get_data(as_text=True)


def refused(site: Site, answer, reason: str, says: str) -> None:
    """The answer is a plain page, with one line in the audit, and no session."""
    page = text(answer)
    assert answer.status_code in (400, 403, 429, 502, 503)
    assert says in page
    assert "Traceback" not in page
    assert site.reasons()[:1] == [reason]


def is_in(client) -> bool:
    return client.get("/account").status_code == 200
