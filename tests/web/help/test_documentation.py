"""The documentation at /help: public, kept by browsers, and nothing beside it."""

from pathlib import Path

import pytest
from flask import Flask

_PAGE = '<!DOCTYPE html><html lang="en"><title>Help</title><h1>{}</h1></html>'


@pytest.fixture
def built(pages: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "help"
    (folder / "_static").mkdir(parents=True)
    (folder / "guides").mkdir()
    (folder / "index.html").write_text(_PAGE.format("The first page"))
    (folder / "guides" / "adviser.html").write_text(_PAGE.format("Adviser"))
    (folder / "_static" / "help.css").write_text("body {}")
    (tmp_path / "secret.txt").write_text("a key")
    monkeypatch.setitem(pages.config, "HELP", folder)
    return folder


@pytest.mark.parametrize("address", ["/help", "/help/"])
def test_help_leads_to_its_first_page_without_sign_in(pages, built, address) -> None:
    client = pages.test_client()
    answer = client.get(address)
    assert answer.location == "/help/index.html"
    with client.get(answer.location) as page:
        assert page.status_code == 200
        assert "The first page" in page.text
        assert "Set-Cookie" not in page.headers


def test_a_page_is_asked_for_again_and_a_style_with_its_digest_is_kept(
    pages, built
) -> None:
    client = pages.test_client()
    with client.get("/help/guides/adviser.html") as page:
        assert page.headers["Cache-Control"] == "no-cache"
        tag = page.headers["ETag"]
    with client.get(
        "/help/guides/adviser.html", headers={"If-None-Match": tag}
    ) as again:
        assert again.status_code == 304
    with client.get("/help/_static/help.css?v=1a2b") as style:
        assert "immutable" in style.headers["Cache-Control"]
        assert style.mimetype == "text/css"


def test_the_documentation_has_the_headers_of_every_page(pages, built) -> None:
    with pages.test_client().get("/help/index.html") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "nowhere.html",
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "_static/../../secret.txt",
        "/etc/passwd",
        "guides",
        "guides/",
        "index.html%00.png",
    ],
)
def test_what_is_not_in_its_folder_is_not_found(pages, built, path) -> None:
    with pages.test_client().get(f"/help/{path}") as answer:
        assert answer.status_code in (404, 308, 400)
        assert "a key" not in answer.text
        if answer.status_code == 404:
            assert "Page not found" in answer.text
            assert answer.headers["Cache-Control"] == "no-store"


def test_a_checkout_without_the_help_names_what_builds_it(
    pages, tmp_path, monkeypatch
) -> None:
    monkeypatch.setitem(pages.config, "HELP", tmp_path / "nothing")
    client = pages.test_client()
    for address in ("/help/index.html", "/help/guides/adviser.html"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "make docs" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/help/_static/help.css").status_code == 404
