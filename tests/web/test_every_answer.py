"""What holds of every answer, and of words that are made to do harm."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from tests.acts import act
from tests.web.adviser.young import young
from tests.web.conftest import NOW, PASSWORD, make, token
from tests.web.test_every_route import ANOTHER_AUTHORITYS
from tracker import actions, store
from tracker.web import guard

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
#: Signing out would make every later answer that of signing in.
ENDS = ("account.sign_out", "account.sign_out_everywhere")


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def answers(pages: Flask, client: FlaskClient) -> Iterator[tuple[str, Any]]:
    """The answer of every page, of records that another authority has."""
    for rule in pages.url_map.iter_rules():
        if rule.endpoint in (*ENDS, "static"):
            continue
        values = {
            name: sorted(it.items)[0]
            if hasattr(it, "items")
            else ANOTHER_AUTHORITYS.get(name, "x")
            for name, it in rule._converters.items()
        }
        with pages.test_request_context():
            address = url_for(rule.endpoint, **values)
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        with client.open(
            address,
            method=method,
            base_url="https://localhost",
            headers={"Origin": "https://evil.example"},
        ) as answer:
            yield rule.endpoint, answer


def test_every_answer_limits_the_browser_and_names_its_characters(
    pages: Flask, signed_in
) -> None:
    wrong = []
    for endpoint, answer in answers(pages, signed_in("data-manager")):
        headers = answer.headers
        policy = headers.get("Content-Security-Policy", "")
        sound = {
            "policy": all(
                each in policy.split("; ")
                for each in (
                    *("default-src 'none'", "object-src 'none'", "base-uri 'none'"),
                    *("frame-ancestors 'none'", "form-action 'self'"),
                )
            )
            and "unsafe" not in policy,
            "type": headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": headers.get("Referrer-Policy") == "same-origin",
            "tls": headers.get("Strict-Transport-Security")
            == "max-age=31536000; includeSubDomains",
            "other websites": not [
                name for name, _ in headers if name.startswith("Access-Control")
            ],
            "characters": not answer.data
            or not headers["Content-Type"].startswith("text/")
            or "charset=utf-8" in headers["Content-Type"].lower(),
        }
        wrong += [(endpoint, name) for name, holds in sound.items() if not holds]
    assert wrong == []


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.git/",
        "/.env",
        "/wsgi.py",
        "/requirements.txt",
        "/var/",
        "/x/",
    ],
)
def test_no_file_beside_the_program_is_served(pages: Flask, address: str) -> None:
    static = pages.config["STATIC_PREFIX"]
    for each in (address, f"{static}{address}", f"{static}/../..{address}"):
        assert pages.test_client().get(each).status_code == 404, each
    for folder in (static, f"{static}/", f"{static}/behaviours/", "/static/"):
        assert pages.test_client().get(folder).status_code in (308, 404), folder


def test_a_name_is_never_part_of_the_page(pages: Flask, signed_in) -> None:
    with pages.app_context():
        person = young(HOSTILE, "Woodmere")
    client = signed_in("adviser")
    for address in (f"/people/{person}", "/find?q=Woodmere"):
        # Without regard to the capitals that a name is written with.
        page = text(client.get(address)).lower()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, address
        assert "{{7*7}}" in page, address
        assert "<script>alert" not in page, address


@pytest.mark.parametrize(
    "words",
    ["' OR '1'='1", "%", "_", "'; DROP TABLE people; --", "x' OR true --", "\\"],
)
def test_a_search_is_a_value_and_no_query(pages: Flask, signed_in, words) -> None:
    with pages.app_context():
        young("Sam", "Woodmere")
    client = signed_in("adviser")
    page = text(client.get("/find", query_string={"q": words}))
    assert "Woodmere, Sam" not in page
    assert "Woodmere" in text(client.get("/find", query_string={"q": "Woodmere"}))


def test_an_address_is_decoded_once(pages: Flask, signed_in) -> None:
    client = signed_in("adviser")
    page = text(client.get("/find?q=%2541%253Cb%253E"))
    assert 'value="%41%3Cb%3E"' in page
    assert client.get("/%2e%2e%2fsign-in").status_code == 404
    assert client.get("/people/1%252F2").status_code == 404


def test_a_form_changes_only_what_it_asks_for(pages: Flask) -> None:
    with pages.app_context():
        invited = actions.accounts.users.invite(
            email="new@example.org",
            name="Sam Example",
            role="auditor",
            institution=None,
            act=act(by="the tests", at=NOW),
        )
    client = pages.test_client()
    address = f"/invitation/{invited.secret}"
    data = {"csrf_token": token(text(client.get(address))), "password": PASSWORD}
    more = {"role": "administrator", "authority": "340", "email": "x@example.org"}
    assert client.post(address, data={**data, **more}).status_code == 302
    with pages.app_context():
        user = store.accounts.users.by_email("new@example.org")
        assert user is not None
        assert (user.role, user.authority, user.name) == (
            *("auditor", "359", "Sam Example"),
        )
        assert store.accounts.users.by_email("x@example.org") is None


def test_a_refused_page_and_a_forged_form_are_lines_of_the_log(
    pages: Flask, signed_in, caplog
) -> None:
    client = signed_in("auditor")
    assert client.get("/users").status_code == 404
    assert "a page was refused: admin." in caplog.text
    client.get("/account")
    assert client.post("/account/password", data={"csrf_token": "x"}).status_code == 400
    assert "a form was refused" in caplog.text
    assert "example.org" not in caplog.text


def test_a_parameter_given_twice_counts_once(pages: Flask, signed_in) -> None:
    with pages.app_context():
        young("Sam", "Woodmere")
        young("Sam", "Ashcombe")
    page = text(signed_in("adviser").get("/find?q=Woodmere&q=Ashcombe"))
    assert "Woodmere, Sam" in page
    assert "Ashcombe, Sam" not in page


def test_the_address_fills_in_no_form(pages: Flask) -> None:
    """Otherwise a link could, and a log of addresses would have the password."""
    with pages.app_context():
        email = make("adviser").email
    client = pages.test_client()
    data = {"csrf_token": token(text(client.get("/sign-in")))}
    given = {"email": email, "password": PASSWORD}
    answer = client.post("/sign-in", data=data, query_string=given)
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_every_page_of_a_user_has_the_way_out(pages: Flask, signed_in) -> None:
    without, seen = [], 0
    for endpoint, answer in answers(pages, signed_in("manager")):
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        if is_page and guard.needs(pages, endpoint) != guard.PUBLIC:
            seen += 1
            without += [] if 'action="/sign-out"' in text(answer) else [endpoint]
    assert without == []
    assert seen > 10
