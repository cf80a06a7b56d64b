"""Any text may follow the question mark of an address; no page breaks.

A page is watched to learn which names it reads, so that new names are tried too.
"""

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import quote

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict

from tests.web.test_every_route import routes
from tracker.access import ROLES

ODD = (
    *("0000-01", "9999-12", "9999-13", "-1", "1e9", "9" * 30, "x" * 9_000, "٢٠٢٦-١٠"),
    *("²", "\u202e%'[]{}", " "),
)
#: Names that mean something to ``url_for``, with which pages build their links.
OF_ADDRESSES = "&endpoint=x&_external=1&_scheme=javascript&_anchor=x&_method=POST"


class Watched(ImmutableMultiDict):
    """The query string of a request, which notes the names that a page reads."""

    read: ClassVar[set[str]] = set()

    def get(self, key, *more, **named):
        self.read.add(key)
        return super().get(key, *more, **named)

    def getlist(self, key, *more, **named):
        self.read.add(key)
        return super().getlist(key, *more, **named)

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)


@pytest.fixture
def watched(pages: Flask) -> Iterator[type[Watched]]:
    class WatchedRequest(Request):
        parameter_storage_class = Watched

    was, pages.request_class = pages.request_class, WatchedRequest
    yield Watched
    pages.request_class = was


def pages_of(pages: Flask) -> Iterator[tuple[str, str, str]]:
    """(address, first role, last role) of every page without a record in its address:
    the first role that may open it sees least of it, the last sees most.
    """
    for rule, wanted in routes(pages):
        if "GET" not in (rule.methods or ()) or rule.arguments:
            continue
        may = [role for role in ROLES if wanted in ROLES[role].permissions]
        staff = not ROLES[may[-1]].of_institution
        of_one = staff and rule.endpoint.startswith("school.leavers")
        yield (
            rule.rule + ("?institution=urn:106500" if of_one else "?a=b"),
            may[0],
            may[-1],
        )


#: The pages are tried in so many parts, which several processes share.
PARTS = 8


@pytest.mark.sample("0", because="the same pages, with other odd words")
@pytest.mark.parametrize("part", range(PARTS))
def test_no_odd_query_string_breaks_a_page(pages, signed_in, watched, part) -> None:
    """Each name alone with some of the values; with every value in the long checks."""
    assert broken_by_odd_values(pages, signed_in, watched, part, alone=3) == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_odd_value_of_one_name_breaks_a_page(
    pages, signed_in, watched, part
) -> None:
    found = broken_by_odd_values(pages, signed_in, watched, part, alone=len(ODD))
    assert found == []


def broken_by_odd_values(
    pages, signed_in, watched, part: int, *, alone: int
) -> list[tuple[str, str, str, int]]:
    """(role, page, query, status) of each page of a part that breaks.

    All names of a page have each value at once; ``alone`` is with how many of the
    values, another choice for each name, a name is tried by itself.
    """
    clients = {role: signed_in(role) for role in ROLES}
    broken = []

    def read(role: str, page: str, query: str) -> None:
        # Not read as HTML: that takes as long as to make the page.
        with FlaskClient.open(clients[role], page + query) as answer:
            if answer.status_code not in (200, 302, 400, 404):
                broken.append((role, page, query[:40], answer.status_code))

    for page, first, last in sorted(pages_of(pages))[part::PARTS]:
        watched.read.clear()
        for role in {first, last}:
            clients[role].get(page).close()
            read(role, page, OF_ADDRESSES)
        names = sorted(watched.read | {"page"})
        for number, value in enumerate(ODD):
            queries = [f"&{name}={quote(value)}" for name in names]
            for place, (name, query) in enumerate(zip(names, queries, strict=True)):
                if (number + place) % len(ODD) >= alone:
                    continue
                twice = f"&{name}=2026-10" if value == ODD[0] else ""
                read(last, page, query + twice)
            if first != last:
                read(first, page, "".join(queries))
            clients[last].get(page + "".join(queries)).close()
    return broken


def test_the_pages_read_every_tried_parameter(pages, signed_in, watched) -> None:
    """The other test would also pass if no page read any name."""
    client = signed_in("manager")
    watched.read.clear()
    client.get("/dashboard")
    assert "month" in watched.read
