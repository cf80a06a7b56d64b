"""The look at known weaknesses, with a feed of our own on the loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.security import weaknesses
from tests.security.weaknesses import NoFeed, Package

JINJA = Package("PyPI", "jinja2", "2.4.1")
SOUND = Package("npm", "govuk-frontend", "6.0.0")


class Feed(BaseHTTPRequestHandler):
    """Knows of one weakness, in the form in which osv.dev answers."""

    known = ("jinja2", "2.4.1")
    body: bytes | None = None

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        queries = json.loads(text)["queries"]
        results = [
            {"vulns": [{"id": "GHSA-462w-v97r-4m45", "modified": "2024-09-24"}]}
            if (each["package"]["name"], each["version"]) == self.known
            else {}
            for each in queries
        ]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body or json.dumps({"results": results}).encode())

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Feed, "body", None)
    server = HTTPServer(("127.0.0.1", 0), Feed)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/querybatch"
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_locked_package_is_looked_up() -> None:
    found = weaknesses.packages()
    names = {(each.ecosystem, each.name) for each in found}
    assert {("PyPI", "flask"), ("PyPI", "pytest"), ("npm", "govuk-frontend")} <= names
    assert len(found) > 100
    assert all(each.version[0].isdigit() for each in found)


def test_a_known_weakness_is_named(feed: str) -> None:
    found = weaknesses.weaknesses([SOUND, JINJA], feed=feed)
    assert found == [(JINJA, ["GHSA-462w-v97r-4m45"])]


def test_many_packages_are_looked_up_in_parts(feed: str, monkeypatch) -> None:
    monkeypatch.setattr(weaknesses, "AT_ONCE", 2)
    found = weaknesses.weaknesses([SOUND, SOUND, SOUND, JINJA, SOUND], feed=feed)
    assert [package for package, _ in found] == [JINJA]


def test_it_ends_with_1_where_anything_is_found(feed: str, monkeypatch, capsys) -> None:
    monkeypatch.setattr(weaknesses, "packages", lambda: [SOUND])
    assert weaknesses.main(feed) == 0
    monkeypatch.setattr(weaknesses, "packages", lambda: [SOUND, JINJA])
    assert weaknesses.main(feed) == 1
    assert "jinja2 2.4.1: GHSA-462w-v97r-4m45" in capsys.readouterr().out


@pytest.mark.parametrize("body", [b"{}", b"no JSON", b'{"results": []}'])
def test_no_answer_is_not_taken_for_soundness(feed: str, monkeypatch, body) -> None:
    monkeypatch.setattr(Feed, "body", body)
    with pytest.raises(NoFeed):
        weaknesses.weaknesses([JINJA], feed=feed)
    assert weaknesses.main("http://127.0.0.1:9/") == 2
