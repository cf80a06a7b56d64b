"""Finds every page that a user can reach, by following the links from the start."""

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.stored_rows import Changes
from tests.web.conftest import read
from tracker.access import ROLES
from tracker.web import guard

#: How many addresses of one page are opened: the records of a list are alike.
OF_ONE_PAGE = 4
#: Files and the documentation, whose pages are of another making: tested there.
NOT_OURS = ("static", "help", "help_page")
#: The text that is typed into search fields.
SOUGHT = "Woodmere"


@dataclass
class Walk:
    """The result of a walk: an address of each page, and the links that lead nowhere.

    ``passed`` are the endpoints that only redirect, ``changed`` the rows that the walk
    has changed.
    """

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    html: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    changed: Changes = field(default_factory=dict)

    @property
    def seen(self) -> set[str]:
        return {*self.pages, *self.files, *self.passed}


def walk(app: Flask, client: FlaskClient, beginnings: list[str]) -> Walk:
    """Walks from these addresses as the user who is signed in with the client."""
    found, opened = Walk(), Counter[str]()
    waiting = deque((address, "the beginning") for address in beginnings)
    known = set(beginnings)
    while waiting:
        address, where = waiting.popleft()
        if "sort=" in urlsplit(address).query:
            continue  # the same rows in another order
        endpoint = endpoint_of(app, address)
        if endpoint is None:
            found.broken.append(f"{address}, linked from {where}, is no page")
            continue
        if endpoint in NOT_OURS or opened[endpoint] >= OF_ONE_PAGE:
            continue
        opened[endpoint] += 1
        answer = client.get(address)
        answer.close()  # otherwise a file that is sent stays open
        if 300 <= answer.status_code < 400:
            found.passed.add(endpoint)
            target = _inside(answer.location)
            if target and target not in known:
                known.add(target)
                waiting.append((target, address))
            continue
        if answer.status_code != 200:
            found.broken.append(f"{address}, linked from {where}: {answer.status_code}")
            continue
        if answer.mimetype != "text/html" or answer.headers.get("Content-Disposition"):
            found.files.setdefault(endpoint, address)
            continue
        text = answer.get_data(as_text=True)
        found.pages.setdefault(endpoint, address)
        found.html.setdefault(endpoint, text)
        for target in links(read(text), address):
            if target not in known:
                known.add(target)
                waiting.append((target, address))
    return found


def endpoint_of(app: Flask, address: str) -> str | None:
    """The page that an address opens, or None."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(address).path, "GET")
    except HTTPException:
        return None
    return str(endpoint)


def shown_the_most(app: Flask, endpoint: str) -> str:
    """The role that is shown the most of a page, which is often the same for several.

    Of those that may open it, the one with the most permissions.
    """
    may = [
        role
        for role in ROLES.values()
        if (needs := guard.needs(app, endpoint)) in (None, guard.PUBLIC)
        or needs in role.permissions
    ]
    return max(may, key=lambda role: len(role.permissions)).value


def links(tree: Any, address: str) -> list[str]:
    """The targets of a page's links inside the service, in order."""
    targets = []
    for element in tree.iter("a"):
        target = _inside(element.get("href") or "", address)
        if target:
            targets.append(target)
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "get":
            target = _inside(form.get("action") or address, address)
            if target:
                targets.append(f"{target.partition('?')[0]}?{_filled_in(form)}")
    return list(dict.fromkeys(targets))


def _filled_in(form: Any) -> str:
    """The query of the form with a name typed in and the last choices selected."""
    values = []
    for entry in form.iter("input"):
        name, kind = entry.get("name"), entry.get("type") or "text"
        ticked = kind in ("radio", "checkbox") and entry.get("checked") is not None
        if name and (kind == "hidden" or ticked):
            values.append((name, entry.get("value") or ""))
        elif name and kind in ("text", "search"):
            values.append((name, entry.get("value") or SOUGHT))
    for entry in form.iter("select"):
        choices = [each.get("value") for each in entry.iter("option")]
        if entry.get("name") and choices:
            values.append((entry.get("name"), choices[-1] or ""))
    return urlencode(values)


def _inside(target: str, address: str = "/") -> str | None:
    parts = urlsplit(target)
    if parts.netloc or parts.scheme or target.startswith("#") or not target:
        return None
    path = parts.path or urlsplit(address).path
    return f"{path}?{parts.query}" if parts.query else path
