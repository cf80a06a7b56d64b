"""Every answer forbids browsers to store it; only static files may be kept."""

from typing import Any

import pytest
from flask import Flask

from tests.web.school.conftest import SCHOOL_KEY
from tests.web.test_every_route import ANOTHER_AUTHORITYS
from tracker.access import ROLES
from tracker.web import guard


def kept(answer: Any) -> str:
    return str(answer.headers.get("Cache-Control"))


@pytest.mark.sample("school-user", because="every route")
@pytest.mark.parametrize("role", ["data-manager", "school-user", "administrator"])
def test_no_answer_of_any_route_may_be_stored(pages: Flask, signed_in, role) -> None:
    client = signed_in(role, SCHOOL_KEY if ROLES[role].of_institution else None)
    stored = []
    for rule in pages.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {
            name: sorted(it.items)[0]
            if hasattr(it, "items")
            else ANOTHER_AUTHORITYS[name]
            for name, it in rule._converters.items()
            if name in ANOTHER_AUTHORITYS or hasattr(it, "items")
        }
        if set(values) != set(rule.arguments):
            values = dict.fromkeys(rule.arguments, "x")
        with pages.test_request_context():
            from flask import url_for

            address = url_for(rule.endpoint, **values)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        # After signing out every further page would be that of signing in.
        if rule.endpoint in ("account.sign_out", "account.sign_out_everywhere"):
            continue
        with client.open(address, method=method) as answer:
            if kept(answer) != "no-store":
                stored.append((rule.endpoint, answer.status_code, kept(answer)))
    assert stored == []


def test_a_downloaded_file_may_not_be_stored_either(
    pages: Flask, signed_in, monkeypatch, tmp_path
) -> None:
    """`send_file` sets "no-cache" by itself, with which a browser may keep the file."""
    from flask import send_file

    file = tmp_path / "return.xml"
    file.write_text("<a/>")
    view = pages.view_functions["account.mine"]

    def answers():
        return send_file(file, as_attachment=True, download_name="return.xml")

    guard.requires(view._needs)(answers)
    client = signed_in("adviser")
    monkeypatch.setitem(pages.view_functions, "account.mine", answers)
    with client.get("/account") as answer:
        assert answer.data == b"<a/>"
        assert kept(answer) == "no-store"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("auditor", "/happened.csv"),
        ("school-user", "/leavers/leavers.csv"),
        ("school-user", "/leavers/leavers.xlsx"),
        ("college-user", "/lists/template.xlsx"),
        ("manager", "/reports"),
    ],
)
def test_existing_downloads_may_not_be_stored(signed_in, role, address) -> None:
    key = SCHOOL_KEY if role == "school-user" else None
    with signed_in(role, key).get(address) as answer:
        assert answer.status_code == 200
        assert kept(answer) == "no-store"


def test_error_pages_may_not_be_stored_and_style_sheets_may(pages: Flask) -> None:
    client = pages.test_client()
    for address in ("/nowhere", "/static/nowhere.css", "/sign-in", "/dashboard"):
        with client.get(address) as answer:
            assert kept(answer) == "no-store", address
    page = client.get("/sign-in").get_data(as_text=True)
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(style) as answer:
        assert "no-store" not in kept(answer)
        assert "max-age" in kept(answer)
