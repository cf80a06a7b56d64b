"""Signing in and out, invitations, and the security headers for a browser."""

from datetime import timedelta

import pytest

from tests.acts import act
from tests.web.conftest import NOW, PASSWORD, make, sign_in, token
from tests.web.factors.apps import app_of, code_of, enter_code
from tracker import actions
from tracker.version import VERSION


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_sign_in_leads_back_to_the_page_first_requested(pages) -> None:
    client = pages.test_client()
    answer = client.get("/account")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/account"
    with pages.app_context():
        user = make("adviser")
        email, secret = user.email, app_of(pages, user)
    page = text(client.get(answer.location))
    step = client.post(
        answer.location,
        data={"email": email, "password": PASSWORD, "csrf_token": token(page)},
    )
    assert step.location == "/sign-in/second-step"
    assert client.get("/account").status_code == 302, "one step is not enough"
    back = enter_code(client, code_of(secret))
    assert back.location == "/account"
    assert "Robin Example" in text(client.get("/account"))


def test_the_foot_of_a_page_shows_the_version(signed_in) -> None:
    page = text(signed_in("adviser").get("/account"))
    _, _, foot = page.partition("tracker-footer")
    assert f"Version {VERSION}" in foot


@pytest.mark.parametrize(
    "target",
    [
        "//example.org/",
        "https://example.org",
        "/\\example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "/\n/example.org",
        "/account\r\nSet-Cookie: a=b",
        "/\x7f/example.org",
        "/\u2028/example.org",
    ],
)
def test_sign_in_never_leads_to_another_website(pages, target) -> None:
    with pages.app_context():
        user = make("adviser")
        email, secret = user.email, app_of(pages, user)
    client = pages.test_client()
    page = text(client.get("/sign-in"))
    client.post(
        "/sign-in",
        query_string={"next": target},
        data={"email": email, "password": PASSWORD, "csrf_token": token(page)},
    )
    answer = enter_code(client, code_of(secret))
    assert answer.status_code == 302
    assert answer.location == "/my-day"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("adviser@example.org", "another password altogether"),
        ("unknown@example.org", PASSWORD),
    ],
)
def test_a_wrong_address_and_a_wrong_password_get_one_answer(
    pages, email, password
) -> None:
    with pages.app_context():
        make("adviser")
    answer = sign_in(pages.test_client(), email, password)
    assert answer.status_code == 200
    assert actions.accounts.signing_in.WRONG in text(answer)
    assert 'href="#email"' in text(answer)


def test_a_form_without_its_number_is_refused(pages) -> None:
    answer = pages.test_client().post(
        "/sign-in", data={"email": "x@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 400
    assert "open for too long" in text(answer)


def test_signing_out_ends_it(signed_in) -> None:
    client = signed_in("adviser")
    page = text(client.get("/account"))
    assert client.post("/sign-out", data={"csrf_token": token(page)}).status_code == 302
    assert client.get("/account").location == "/sign-in?next=/account"


@pytest.mark.parametrize(
    ("pause", "still_there"),
    [
        (timedelta(minutes=14), True),
        (timedelta(minutes=16), False),
    ],
)
def test_a_browser_that_idles_is_signed_out(
    pages, signed_in, pause, still_there
) -> None:
    client = signed_in("manager")
    pages.config["NOW"] = NOW + pause
    assert (client.get("/account").status_code == 200) is still_there


def test_twelve_hours_are_the_most(pages, signed_in) -> None:
    client = signed_in("manager")
    for minutes in range(10, 12 * 60, 10):
        pages.config["NOW"] = NOW + timedelta(minutes=minutes)
        assert client.get("/account").status_code == 200
    pages.config["NOW"] = NOW + timedelta(hours=12, minutes=1)
    assert client.get("/account").status_code == 302


def test_an_invitation_sets_a_password_once(pages) -> None:
    with pages.app_context():
        secret = actions.accounts.users.invite(
            email="new@example.org",
            name="Sam Example",
            role="manager",
            institution=None,
            act=act(by="the tests", at=NOW, authority="359"),
        ).secret
    client = pages.test_client()
    page = text(client.get(f"/invitation/{secret}"))
    assert "Welcome, Sam Example" in page
    weak = client.post(
        f"/invitation/{secret}",
        data={"password": "password1234", "csrf_token": token(page)},
    )
    assert "stolen from other websites" in text(weak)
    done = client.post(
        f"/invitation/{secret}", data={"password": PASSWORD, "csrf_token": token(page)}
    )
    assert done.location == "/account/second-step", "a second step comes next"
    again = client.get(f"/invitation/{secret}")
    assert again.status_code == 404
    assert "no longer works" in text(again)
    assert sign_in(pages.test_client(), "NEW@example.org").status_code == 302


def test_signing_out_everywhere_reaches_the_other_browser(pages, signed_in) -> None:
    here = signed_in("adviser")
    there = pages.test_client()
    sign_in(there, "adviser@example.org")
    page = text(here.get("/account"))
    here.post("/account/sign-out-everywhere", data={"csrf_token": token(page)})
    assert there.get("/account").status_code == 302


def test_an_answer_limits_what_the_browser_may_do(pages) -> None:
    answer = pages.test_client().get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script nonce="{nonce}">' in text(answer)
    assert (
        pages.test_client().get("/sign-in").headers["Content-Security-Policy"] != policy
    )


def test_static_files_may_be_kept_because_their_address_changes(pages) -> None:
    address = pages.config["STATIC_PREFIX"]
    with pages.test_client().get(f"{address}/tracker.css") as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert pages.test_client().get("/static/other/tracker.css").status_code == 404
    assert pages.test_client().get(f"{address}/../wsgi.py").status_code == 404
