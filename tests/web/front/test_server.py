"""What is added to the pages in production: trusted proxies, packed files."""

import gc
import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify, request

from tests.conftest import settings
from tracker.actions.casework.not_known import kept_list
from tracker.app import create_app
from tracker.domain.figures import meaning
from tracker.packing.program_files import STATIC
from tracker.web.front import assets, server
from tracker.web.guard import public


@pytest.fixture(autouse=True)
def not_frozen() -> Iterator[None]:
    """Undoes after the test what a server freezes for ever, and how it searches."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


def served(place: Path, proxies: int = 0) -> Flask:
    app = create_app(replace(settings(place), proxies=proxies))
    app.extensions["tracker pages"]()

    @app.get("/seen")
    @public
    def seen():
        return jsonify(
            place=request.remote_addr, host=request.host, scheme=request.scheme
        )

    return server.front(app)


@pytest.mark.sample("1-*", because="each is an application of its own")
@pytest.mark.parametrize(
    ("proxies", "place_seen", "scheme", "host"),
    [
        (0, "127.0.0.1", "http", "localhost"),
        (1, "198.51.100.7", "https", "tracker.example.org"),
        (2, "192.0.2.1", "https", "tracker.example.org"),
    ],
)
def test_only_the_configured_number_of_proxies_is_trusted(
    place: Path, proxies: int, place_seen: str, scheme: str, host: str
) -> None:
    answer = (
        served(place, proxies)
        .test_client()
        .get(
            "/seen",
            headers={
                "X-Forwarded-For": "192.0.2.1, 198.51.100.7",
                "X-Forwarded-Proto": "https, https",
                "X-Forwarded-Host": "tracker.example.org, tracker.example.org",
            },
        )
    )
    assert answer.json == {"place": place_seen, "host": host, "scheme": scheme}


def test_pages_over_tls_say_so_for_a_year(place: Path) -> None:
    answer = (
        served(place, 1)
        .test_client()
        .get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    )
    assert answer.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains"
    )


def test_the_cookie_is_bound_to_this_host_and_to_tls(place: Path) -> None:
    answer = (
        served(place, 1)
        .test_client()
        .get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    )
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-tracker=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_without_tls_the_cookie_has_a_plain_name(place: Path) -> None:
    """A browser would refuse the other name, and a demo could not be signed in to."""
    app = create_app(replace(settings(place), plain_http=True))
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("tracker=")
    assert "Secure" not in cookie


def test_a_worker_rarely_searches_all_that_it_keeps(place: Path) -> None:
    served(place)
    assert gc.get_freeze_count() > 100_000
    young, middle, old = gc.get_threshold()
    # A page makes some 2,000 objects more than it has done with when it ends.
    assert young * middle * old >= 1_000 * 2_000
    # What a page leaves in cycles goes within the next hundred.
    assert young * middle <= 100 * 2_000


def test_no_visitor_waits_while_modules_are_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digests of code that pages compare with what is stored are there."""
    meaning.meaning.cache_clear()
    served(place)

    def never(*given: Any) -> Any:
        raise AssertionError("a page read the text of a module")

    monkeypatch.setattr(meaning, "_Read", never)
    assert meaning.meaning() != kept_list.meaning_of_order()


def test_files_are_packed_once_a_release(tmp_path: Path) -> None:
    folder = server.packed(tmp_path, f"/static/{assets.digest()}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [assets.digest()]
    style = (folder / "tracker.css").read_bytes()
    assert style == (STATIC / "tracker.css").read_bytes()
    assert gzip.decompress((folder / "tracker.css.gz").read_bytes()) == style
    made = folder.stat().st_mtime_ns
    assert server.packed(tmp_path, f"/static/{assets.digest()}") == folder
    assert folder.stat().st_mtime_ns == made


def test_a_missing_file_is_not_found(place: Path) -> None:
    app = served(place)
    assert app.test_client().get(f"{app.config['STATIC_PREFIX']}/x").status_code == 404


def test_the_environment_turns_no_debugging_on(place: Path, monkeypatch) -> None:
    """It would show a fault with its data instead of the page for it."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = served(place)
    assert not app.debug

    def broken() -> None:
        raise RuntimeError("Woodmere")

    app.view_functions["account.sign_in"] = public(broken)
    answer = app.test_client().get("/sign-in")
    assert answer.status_code == 500
    assert "Sorry, there is a problem" in answer.get_data(as_text=True)
    assert "Woodmere" not in answer.get_data(as_text=True)
