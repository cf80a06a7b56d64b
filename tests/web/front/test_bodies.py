"""No byte of a body is read before sign-in and permission have been checked.

The server is a real one on the loopback, with hand-written requests: half a body, no
body after 200 MB were announced, a body without an end.
"""

import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.web.conftest import PASSWORD, make, token
from tests.web.factors.apps import app_of, code_of
from tests.web.front.real_server import Server, running, status

MB = 1024 * 1024


@pytest.fixture
def server(pages: Flask, var: Path, tmp_path: Path) -> Iterator[Server]:
    with running(var, tmp_path) as made:
        yield made


def head(
    path: str, *lines: str, kind: str = "multipart/form-data; boundary=x"
) -> bytes:
    whole = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {kind}",
        *lines,
    ]
    return "\r\n".join([*whole, "", ""]).encode()


LONG = f"Content-Length: {200 * MB - 1}"
BEGUN = (
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="l.csv"\r\n\r\n'
    + b"a,b\n" * (MB // 2)
)


def cookie_of(pages: Flask, server: Server, role: str) -> str:
    """The cookie of a new user of a role, who has signed in with both factors."""
    with pages.app_context():
        secret = app_of(pages, make(role))
    page = server.page("/sign-in")
    cookie, number = _cookie_in(page), token(page)
    for address, form in (
        ("/sign-in", {"email": f"{role}@example.org", "password": PASSWORD}),
        ("/sign-in/second-step", {"code": code_of(secret, datetime.now(UTC))}),
    ):
        sent = urlencode({**form, "csrf_token": number}).encode()
        first = head(
            address,
            f"Cookie: {cookie}",
            f"Content-Length: {len(sent)}",
            "Connection: close",
            kind="application/x-www-form-urlencoded",
        )
        answer = server.ask(first, sent).decode()
        assert status(answer.encode()) == 302, answer
        cookie = _cookie_in(answer)
    return cookie


def _cookie_in(answer: str) -> str:
    return re.search(r"Set-Cookie: (tracker=[^;]+)", answer)[1]


def test_a_body_is_not_read_before_it_may_be(pages: Flask, server: Server) -> None:
    adviser = f"Cookie: {cookie_of(pages, server, 'adviser')}"
    chunked = "Transfer-Encoding: chunked"
    chunk = b"80000\r\n" + b"z" * 0x80000 + b"\r\n"
    refused = {
        "signed out, announced only": (head("/imports", LONG), (), 302),
        "signed out, half sent": (head("/imports", LONG), (BEGUN,), 302),
        "signed out, in chunks": (head("/imports", chunked), (chunk, chunk), 302),
        "signed out, of another kind": (
            head("/imports", LONG, kind="application/octet-stream"),
            (BEGUN,),
            302,
        ),
        "signed out, no such page": (head("/nowhere", LONG), (BEGUN,), 404),
        "signed out, a page that is only read": (
            head("/dashboard", LONG),
            (BEGUN,),
            405,
        ),
        "signed out, signing in": (head("/sign-in", LONG), (BEGUN,), 400),
        "signed out, a style sheet": (head("/static/x.css", LONG), (BEGUN,), 404),
        "without the permission": (head("/imports", LONG, adviser), (BEGUN,), 404),
        "a page without files": (head("/update-many", LONG, adviser), (BEGUN,), 400),
        "another website": (
            head("/update-many", LONG, adviser, "Sec-Fetch-Site: cross-site"),
            (BEGUN,),
            400,
        ),
    }
    answers = {}
    for name, (first, parts, expected) in refused.items():
        answer = server.ask(first, *parts)
        assert server.spooled() == [], name
        answers[name] = (status(answer), expected)
    assert {name: pair for name, pair in answers.items() if pair[0] != pair[1]} == {}


def test_the_body_of_a_permitted_user_is_read(pages: Flask, server: Server) -> None:
    """The other tests would also pass if no body were ever read."""
    cookie = cookie_of(pages, server, "data-manager")
    with socket.create_connection(("127.0.0.1", server.port), 20) as line:
        line.sendall(
            f"GET /imports HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        page = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    cookie, number = _cookie_in(page), token(page)
    body = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{number}\r\n'
        '--x\r\nContent-Disposition: form-data; name="files"; filename="l.csv"\r\n\r\n'
    ).encode() + b"a,b\n" * MB
    sent = head("/imports", f"Cookie: {cookie}", f"Content-Length: {len(body) + 9}")
    with socket.create_connection(("127.0.0.1", server.port), 20) as line:
        line.sendall(sent + body)
        until = time.monotonic() + 10
        while not server.spooled() and time.monotonic() < until:
            time.sleep(0.1)
        assert server.spooled()
        line.sendall(b"\r\n--x--\r\n")
        assert b"Location: /imports/" in line.recv(65536)
