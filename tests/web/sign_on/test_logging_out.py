"""Signing out at the provider, from here and from there."""

from datetime import timedelta

import pytest

from tests.web.adviser.young import young
from tests.web.conftest import NOW, token
from tests.web.kept_forms.conftest import Contact
from tests.web.sign_on.conftest import (
    SAM,
    at_provider,
    is_in,
    path,
    query_of,
    refused,
    sign_on,
    text,
)
from tracker.web.account import single_sign_on


@pytest.fixture
def sam(site):
    """A browser in which Sam is signed in."""
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    assert is_in(client)
    return client


def log_out(site, text_of_token: str, name: str = "one"):
    return site.app.test_client().post(
        f"/sign-on/{name}/log-out", data={"logout_token": text_of_token}
    )


def test_a_log_out_at_the_provider_ends_the_session_at_once(site, sam) -> None:
    answer = log_out(site, site.process.logout_token(sub="s1", sid="sid-s1"))
    assert (answer.status_code, text(answer)) == (200, "{}\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not is_in(sam)
    line = site.lines()[0]
    assert line.action == "signed out by single sign-on"
    assert (line.by, line.subject) == ("single sign-on one", f"user {site.user().id}")


@pytest.mark.parametrize("named", [{"sub": "s1"}, {"sid": "sid-s1"}])
def test_a_log_out_names_the_user_or_the_session(site, sam, named) -> None:
    assert log_out(site, site.process.logout_token(**named)).status_code == 200
    assert not is_in(sam)


@pytest.mark.parametrize(
    "named",
    [{"sub": "s2"}, {"sid": "sid-s2"}, {"sub": "s1", "sid": "another"}],
)
def test_a_log_out_of_another_ends_nothing(site, sam, named) -> None:
    assert log_out(site, site.process.logout_token(**named)).status_code == 200
    assert is_in(sam)


def test_a_log_out_ends_the_sessions_of_that_session_alone(site, sam) -> None:
    site.claims(sid="second")
    second = site.app.test_client()
    sign_on(second)
    log_out(site, site.process.logout_token(sub="s1", sid="second"))
    assert not is_in(second)
    assert is_in(sam)


def test_a_session_without_a_name_is_ended_by_its_user(site) -> None:
    """Where ID tokens name no session, log-out tokens may name one all the same."""
    site.invite()
    site.claims(sid="")
    client = site.app.test_client()
    sign_on(client)
    assert is_in(client)
    log_out(site, site.process.logout_token(sub="s2", sid="any"))
    assert is_in(client)
    log_out(site, site.process.logout_token(sub="s1", sid="any"))
    assert not is_in(client)


def test_a_log_out_at_another_provider_ends_nothing(site, sam) -> None:
    site.declare("one", "two")
    text_of_token = site.process.logout_token(issuer="two", sub="s1")
    assert log_out(site, text_of_token, "two").status_code == 200
    assert is_in(sam)
    assert log_out(site, text_of_token, "one").status_code == 400
    assert is_in(sam)


def test_a_log_out_is_received_once(site, sam) -> None:
    text_of_token = site.process.logout_token(sub="s1")
    assert log_out(site, text_of_token).status_code == 200
    again = site.app.test_client()
    sign_on(again)
    answer = log_out(site, text_of_token)
    assert answer.status_code == 400
    assert answer.json == {
        "error": "invalid_request",
        "error_description": "state-used",
    }
    assert is_in(again)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fault": "unsigned"}, "unsigned"),
        ({"fault": "hs256 with the public key"}, "unsigned"),
        ({"fault": "signed by another key"}, "bad-signature"),
        ({"iss": "https://elsewhere.example"}, "wrong-issuer"),
        ({"aud": "another"}, "wrong-audience"),
        ({"iat": int(NOW.timestamp()) - 3600}, "wrong-time"),
        ({"nonce": "n"}, "wrong-kind"),
        ({"events": {}}, "wrong-kind"),
        ({"jti": None}, "wrong-kind"),
        ({"typ": "JWT"}, "wrong-kind"),
        ({"sub": None}, "no-subject"),
    ],
)
def test_a_false_log_out_is_refused_and_noted(site, sam, changes, reason) -> None:
    answer = log_out(site, site.process.logout_token(**{"sub": "s1", **changes}))
    assert answer.status_code == 400
    assert site.reasons() == [reason]
    assert is_in(sam)


def test_an_id_token_ends_nothing(site, sam) -> None:
    """The token of any sign-in is known to the user, and is of another kind."""
    with site.app.app_context():
        from tracker import actions, store

        found = store.accounts.single_sign_on
        session = found.open_sessions(f"{site.process.base}/one", subject="s1", sid="")[
            0
        ]
        stated = actions.accounts.provider.logging_out.statement(
            session, keys=site.app.config["TRACKER"].keys
        )
    assert stated is not None
    assert stated[0] == "one"
    assert log_out(site, stated[1]).status_code == 400
    assert is_in(sam)


@pytest.mark.parametrize("data", [{}, {"logout_token": ""}, {"logout_token": "a.b.c"}])
def test_anything_else_is_refused(site, sam, data) -> None:
    answer = site.app.test_client().post("/sign-on/one/log-out", data=data)
    assert answer.status_code == 400
    assert is_in(sam)


def test_a_large_body_is_not_read(site) -> None:
    answer = site.app.test_client().post(
        "/sign-on/one/log-out",
        data={"logout_token": "x" * single_sign_on.LARGEST_LOGOUT},
    )
    assert answer.status_code == 400


def test_signing_out_here_leads_to_signing_out_there(site, sam) -> None:
    page = text(sam.get("/account"))
    answer = sam.post("/sign-out", data={"csrf_token": token(page)})
    assert answer.status_code == 200
    page = text(answer)
    assert "You are signed out here" in page
    import re
    from html import unescape

    address = unescape(re.search(r'href="([^"]*/one/end[^"]*)"', page)[1])
    assert f"0;url={address}" in unescape(page)
    query = query_of(address)
    assert query["post_logout_redirect_uri"] == "http://localhost/"
    assert query["client_id"]
    assert query["id_token_hint"].count(".") == 2
    assert not is_in(sam)


def test_the_statement_is_kept_encrypted_and_only_while_it_is_needed(site, sam) -> None:
    from sqlalchemy import text as sql

    from tracker.extensions import db

    def kept():
        with site.app.app_context():
            found = db.session.execute(sql("SELECT id_token FROM provider_sessions"))
            return [row.id_token for row in found]

    (sealed,) = kept()
    assert b"eyJ" not in bytes(sealed)
    page = text(sam.get("/account"))
    sam.post("/sign-out", data={"csrf_token": token(page)})
    assert kept() == [None]


def test_a_provider_without_a_log_out_page_changes_nothing(site) -> None:
    site.process.control(metadata={"end_session_endpoint": None})
    site.declare("one")
    site.invite()
    client = site.app.test_client()
    sign_on(client)
    page = text(client.get("/account"))
    answer = client.post("/sign-out", data={"csrf_token": token(page)})
    assert answer.location == "/sign-in"


def test_another_process_leads_to_the_provider_as_well(site, sam) -> None:
    """Each process of the pages learns by itself where the provider signs out."""
    site.declare("one")
    answer = sam.post(
        "/sign-out", data={"csrf_token": token(text(sam.get("/account")))}
    )
    assert "/one/end" in text(answer)


def test_a_dead_provider_keeps_no_user_signed_in(site, sam) -> None:
    site.declare("one")
    site.process.control(fault="dead", at="openid-configuration")
    answer = sam.post(
        "/sign-out", data={"csrf_token": token(text(sam.get("/account")))}
    )
    assert answer.location == "/sign-in"
    assert not is_in(sam)


def test_a_user_with_a_password_signs_out_as_before(site, signed_in) -> None:
    client = signed_in("adviser")
    page = text(client.get("/account"))
    answer = client.post("/sign-out", data={"csrf_token": token(page)})
    assert answer.location == "/sign-in"


def test_a_second_user_of_the_device_is_not_signed_out(site, sam) -> None:
    site.process.control(users={"s1": SAM, "s2": {**SAM, "email": "kim@example.org"}})
    site.process.control(signs_in="s2")
    site.invite(email="kim@example.org")
    kim = site.app.test_client()
    sign_on(kim)
    log_out(site, site.process.logout_token(sub="s1"))
    assert is_in(kim)
    assert not is_in(sam)


@pytest.mark.parametrize("named", [{"sub": "s1"}, {"sid": "sid-s1"}])
def test_a_log_out_overtakes_a_sign_in_that_is_not_finished(site, named) -> None:
    """The provider ends what it has just begun before the browser comes back."""
    site.invite()
    client = site.app.test_client()
    back = path(at_provider(client))
    stated = int(NOW.timestamp())
    text_of_token = site.process.logout_token(**named, iat=stated + 2)
    assert log_out(site, text_of_token).status_code == 200
    refused(site, client.get(back), "ended", "signed out of Provider one in the mean")
    assert not is_in(client)
    # A sign-in after the log-out is another one.
    site.move(NOW + timedelta(seconds=5))
    assert sign_on(client).status_code == 302
    assert is_in(client)


def test_a_log_out_of_another_session_lets_a_sign_in_be_finished(site) -> None:
    site.invite()
    client = site.app.test_client()
    back = path(at_provider(client))
    iat = int(NOW.timestamp()) + 2
    log_out(site, site.process.logout_token(sub="s1", sid="older", iat=iat))
    assert client.get(back).status_code == 302
    assert is_in(client)


def test_what_was_typed_when_the_provider_ended_the_session_is_there_again(
    site, sam
) -> None:
    with site.app.app_context():
        number = young(phone="01942 000000")
    contact = Contact(sam, f"/people/{number}/contact")
    contact.open()
    log_out(site, site.process.logout_token(sub="s1"))
    answer = contact.send()
    assert answer.location.startswith("/sign-in")
    site.move(NOW + timedelta(seconds=5))
    back = sign_on(sam)
    assert back.location == f"{contact.path}?kept_form=1"
    assert "We kept what you typed" in text(sam.get(back.location))
