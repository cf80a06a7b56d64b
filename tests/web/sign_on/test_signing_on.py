"""Users who come in by single sign-on, and those who may not."""

import pytest

from tests.web.conftest import NOW, make, sign_in
from tests.web.sign_on.conftest import (
    BY_A_CLICK,
    SAM,
    at_provider,
    is_in,
    path,
    query_of,
    refused,
    sign_on,
    text,
)
from tracker.store.accounts.sessions import How


def test_an_invited_user_comes_in_and_is_linked(site) -> None:
    site.invite()
    client = site.app.test_client()
    assert "Sign in with Provider one" in text(client.get("/sign-in"))
    answer = sign_on(client, query="?next=/account")
    assert answer.location == "/account"
    page = text(client.get("/account"))
    assert "Sam Example" in page
    assert "Provider one" in page
    actions_ = [line.action for line in site.lines()]
    assert actions_[:2] == ["signed in", "single sign-on linked"]
    assert site.lines()[0].detail["how"] == How.PROVIDER


def test_an_invitation_names_the_provider_that_makes_a_password_needless(site) -> None:
    staff = site.invite()
    school = site.invite("school-user", email="head@example.org")
    client = site.app.test_client()
    assert "Or sign in with Provider one" in text(client.get(f"/invitation/{staff}"))
    assert "Provider one" not in text(client.get(f"/invitation/{school}"))


def test_a_linked_user_comes_in_whatever_the_address_is_now(site) -> None:
    site.invite()
    sign_on(site.app.test_client())
    site.claims(email="samantha@elsewhere.org", email_verified=False)
    client = site.app.test_client()
    assert sign_on(client).status_code == 302
    assert is_in(client)


def test_the_cookie_reaches_us_from_the_provider_and_no_further(site) -> None:
    """With SameSite=Strict a user would come back without what was begun."""
    begun = site.app.test_client().get("/sign-on/one", headers=BY_A_CLICK)
    cookie = begun.headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie


def test_the_way_back_is_ours_whatever_the_host_header_says(site) -> None:
    begun = site.app.test_client().get(
        "/sign-on/one",
        headers={**BY_A_CLICK, "Host": "evil.example"},
        base_url="http://evil.example",
    )
    redirect_uri = query_of(begun.location)["redirect_uri"]
    assert redirect_uri == "http://localhost/sign-on/one/back"


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example", "/\\evil.example"]
)
def test_a_sign_in_never_leads_to_another_website(site, target) -> None:
    site.invite()
    answer = sign_on(site.app.test_client(), query=f"?next={target}")
    assert answer.location == "/my-day"


def test_two_tabs_come_in_each_by_its_own_attempt(site) -> None:
    site.invite()
    client = site.app.test_client()
    first, second = at_provider(client), at_provider(client)
    assert client.get(path(second)).status_code == 302
    # The first tab's answer finds the user signed in, and its attempt gone with the
    # cookie of before.
    refused(site, client.get(path(first)), "no-state", "not begun in this browser")
    assert is_in(client)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        # Another service of the council, under the same domain.
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-site", "Referer": "http://localhost/sign-in"},
        # A link in a letter.
        {"Sec-Fetch-Site": "none"},
        {},
        {"Referer": "http://evil.example/localhost"},
        {"Referer": "http://localhost@evil.example/"},
        {"Referer": "http://localhost:81/"},
        {"Referer": "http://localhost.evil.example/"},
    ],
)
def test_a_page_elsewhere_begins_no_session(site, headers) -> None:
    site.invite()
    client = site.app.test_client()
    answer = client.get("/sign-on/one?next=/account", headers=headers)
    assert answer.location == "/sign-in?next=/account"
    with client.session_transaction() as cookie:
        assert not [name for name in cookie if "provider" in name]
    # Its button goes on to the page that was wanted.
    button = 'href="/sign-on/one?next=/account"'
    assert button in text(client.get(answer.location))


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Referer": "http://localhost/sign-in"}],
)
def test_a_click_on_our_page_begins_one(site, headers) -> None:
    """Browsers send no Sec-Fetch-Site to a service without TLS."""
    begun = site.app.test_client().get("/sign-on/one", headers=headers)
    assert begun.location.startswith(site.process.base)


def test_an_unknown_provider_is_not_found(site) -> None:
    client = site.app.test_client()
    for each in ("/sign-on/none", "/sign-on/none/back?state=1"):
        assert client.get(each).status_code == 404
    assert client.post("/sign-on/none/log-out").status_code == 404


def test_a_user_without_an_invitation_is_refused(site) -> None:
    client = site.app.test_client()
    refused(site, sign_on(client), "not-invited", "Ask your administrator to invite")
    assert site.user() is None


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "no"},
        {"email_verified": None},
        {"email": "sam@example.org\u200b"},
        {"email": "ſam@example.org"},
        {"email": None, "preferred_username": "sam@example.org"},
        {"email": ["sam@example.org"]},
    ],
)
def test_an_address_that_anyone_can_choose_opens_no_account(site, claims) -> None:
    """An attacker writes a colleague's address into a profile at the provider."""
    site.invite()
    site.claims(**claims)
    client = site.app.test_client()
    refused(site, sign_on(client), "email-not-verified", "is verified")
    assert site.user().provider is None


def test_an_account_in_use_with_a_password_is_not_taken_over(site) -> None:
    with site.app.app_context():
        make("adviser", email="sam@example.org")
    client = site.app.test_client()
    refused(site, sign_on(client), "has-password", "with a password or a passkey")
    assert site.user().provider is None
    assert sign_in(client, "sam@example.org").status_code == 302


def test_an_address_that_passed_to_a_new_colleague_opens_no_old_account(site) -> None:
    site.invite()
    sign_on(site.app.test_client())
    site.process.control(users={"s2": SAM}, signs_in="s2")
    client = site.app.test_client()
    refused(site, sign_on(client), "other-subject", "belongs to another user")


def test_a_provider_of_staff_opens_no_account_of_a_school(site) -> None:
    site.invite("school-user")
    refused(
        site, sign_on(site.app.test_client()), "other-users", "not one that Provider"
    )


def test_a_provider_of_schools_opens_no_account_of_staff(site) -> None:
    site.declare("one", users="institutions")
    site.invite("administrator")
    refused(
        site, sign_on(site.app.test_client()), "other-users", "not one that Provider"
    )


def test_an_account_of_another_authority_is_not_opened(site) -> None:
    site.declare("one", authority="358")
    site.invite()
    client = site.app.test_client()
    assert "not one that Provider" in text(sign_on(client))
    assert not is_in(client)


def test_a_closed_account_stays_closed_and_its_sessions_end(site) -> None:
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    with site.app.app_context():
        from tracker import store
        from tracker.extensions import db

        user = store.accounts.users.by_email("sam@example.org")
        user.closed_at = NOW
        db.session.commit()
    refused(site, sign_on(site.app.test_client()), "closed", "account is closed")
    assert not is_in(client)


def test_a_missing_second_factor_is_refused(site) -> None:
    site.declare("one", required_amr=("mfa",))
    site.invite()
    site.claims(amr=["pwd"])
    client = site.app.test_client()
    refused(site, sign_on(client), "factor-missing", "without a second factor")
    site.claims(amr=["pwd", "mfa"])
    assert sign_on(client).status_code == 302
    assert is_in(client)
