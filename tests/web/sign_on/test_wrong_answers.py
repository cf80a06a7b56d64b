"""Answers that do not belong to a sign-in, false statements, and a dead provider."""

import re
from datetime import timedelta

import pytest

from tests.web.conftest import NOW, make, sign_in
from tests.web.sign_on.conftest import (
    BY_A_CLICK,
    at_provider,
    is_in,
    path,
    query_of,
    refused,
    sign_on,
    text,
)
from tracker import actions, store


def test_an_answer_without_a_beginning_is_refused(site) -> None:
    client = site.app.test_client()
    for query in ("", "?code=x", "?state=&code=x", "?state=x&code=x&iss=y"):
        answer = client.get(f"/sign-on/one/back{query}")
        refused(site, answer, "no-state", "not begun in this browser")


def test_an_answer_in_another_browser_is_refused(site) -> None:
    """An attacker cannot sign a victim's browser in as the attacker."""
    site.invite()
    mine, victim = site.app.test_client(), site.app.test_client()
    back = at_provider(mine)
    at_provider(victim)
    refused(site, victim.get(path(back)), "no-state", "not begun in this browser")
    assert not is_in(victim)


def test_an_answer_is_used_once_even_with_the_cookie_of_before(site) -> None:
    site.invite()
    client = site.app.test_client()
    back = at_provider(client)
    name = site.app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name)
    assert kept is not None
    assert client.get(path(back)).status_code == 302
    other = site.app.test_client()
    other.set_cookie(name, kept.value)
    refused(site, other.get(path(back)), "state-used", "has been used already")
    assert not is_in(other)


def test_an_answer_after_ten_minutes_is_refused(site) -> None:
    client = site.app.test_client()
    back = at_provider(client)
    site.move(NOW + timedelta(minutes=10, seconds=1))
    refused(site, client.get(path(back)), "no-state", "more than ten minutes ago")


def test_a_clock_that_jumped_back_begins_nothing_twice(site) -> None:
    client = site.app.test_client()
    back = at_provider(client)
    site.move(NOW - timedelta(hours=1))
    refused(site, client.get(path(back)), "no-state", "Start again")


def test_a_replayed_code_is_refused_by_the_provider(site) -> None:
    site.invite()
    first, second = site.app.test_client(), site.app.test_client()
    back = query_of(at_provider(first))
    again = query_of(at_provider(second))
    assert first.get("/sign-on/one/back", query_string=back).status_code == 302
    answer = second.get(
        "/sign-on/one/back", query_string={**again, "code": back["code"]}
    )
    refused(site, answer, "code-refused", "did not accept this sign-in")
    assert not is_in(second)


@pytest.mark.parametrize(
    ("fault", "reason", "says"),
    [
        ("wrong nonce", "wrong-nonce", "belongs to another sign-in"),
        ("wrong audience", "wrong-audience", "meant for another service"),
        ("unsigned", "unsigned", "no acceptable signature"),
        ("hs256 with the public key", "unsigned", "no acceptable signature"),
        ("other issuer", "wrong-issuer", "issued by another service"),
        ("expired", "expired", "has expired"),
        ("signed by another key", "bad-signature", "signature on the statement"),
    ],
)
def test_a_false_statement_is_a_plain_page(site, fault, reason, says) -> None:
    site.invite()
    site.process.control(fault=fault)
    client = site.app.test_client()
    refused(site, sign_on(client), reason, says)
    assert not is_in(client)
    assert site.user().provider is None
    line = site.lines()[0]
    assert (line.by, line.subject) == ("single sign-on one", "provider one")
    assert "sam" not in str(line.detail)


class TestTwoProviders:
    """The mix-up: an answer of one provider is taken to the other."""

    def test_an_answer_of_one_is_refused_at_the_other(self, site) -> None:
        site.declare("one", "two")
        site.invite()
        client = site.app.test_client()
        back = query_of(at_provider(client, "one"))
        answer = client.get("/sign-on/two/back", query_string=back)
        refused(site, answer, "no-state", "not begun in this browser")

    def test_an_answer_that_names_the_other_is_refused(self, site) -> None:
        site.declare("one", "two")
        site.invite()
        client = site.app.test_client()
        back = query_of(at_provider(client, "one"))
        back["iss"] = f"{site.process.base}/two"
        answer = client.get("/sign-on/one/back", query_string=back)
        refused(site, answer, "other-provider", "another sign-in service")

    def test_an_answer_without_a_name_is_refused_where_one_is_promised(
        self, site
    ) -> None:
        client = site.app.test_client()
        back = query_of(at_provider(client, "one"))
        del back["iss"]
        answer = client.get("/sign-on/one/back", query_string=back)
        refused(site, answer, "other-provider", "another sign-in service")

    def test_the_same_subject_of_another_issuer_is_another_user(self, site) -> None:
        site.declare("one", "two")
        site.invite()
        sign_on(site.app.test_client(), "one")
        client = site.app.test_client()
        refused(
            site, sign_on(client, "two"), "other-subject", "belongs to another user"
        )
        assert not is_in(client)


def test_a_user_who_gives_up_at_the_provider_is_not_signed_in(site) -> None:
    site.process.control(signs_in="no one")
    refused(site, sign_on(site.app.test_client()), "cancelled", "did not sign you in")


def test_what_the_provider_writes_about_an_error_is_not_shown(site) -> None:
    client = site.app.test_client()
    back = query_of(at_provider(client))
    del back["code"]
    answer = client.get(
        "/sign-on/one/back",
        query_string={**back, "error": "<b>call 0800", "error_description": "0800"},
    )
    assert "0800" not in text(answer)
    assert answer.status_code == 403


def test_refusals_cannot_fill_the_audit(site, monkeypatch) -> None:
    monkeypatch.setattr(actions.accounts.provider.admitting, "LISTED_IN_A_MINUTE", 3)
    client = site.app.test_client()
    for _ in range(6):
        assert client.get("/sign-on/one/back?state=x").status_code == 400
    assert len(site.reasons()) == 3
    site.move(NOW + timedelta(minutes=2))
    client.get("/sign-on/one/back?state=x")
    assert len(site.reasons()) == 4


def test_a_flood_of_refusals_hides_none_of_a_user_and_leaves_its_number(
    site, monkeypatch
) -> None:
    """Anyone causes the first kind; only who the provider signed in the second."""
    monkeypatch.setattr(actions.accounts.provider.admitting, "LISTED_IN_A_MINUTE", 3)
    site.invite()
    assert sign_on(site.app.test_client()).status_code == 302
    with site.app.app_context(), store.database.base.transaction():
        user = store.accounts.users.by_email("sam@example.org")
        assert user is not None
        user.closed_at, number = NOW, user.id
    client = site.app.test_client()
    for _ in range(9):
        client.get("/sign-on/one/back?state=x")
    sign_on(site.app.test_client())
    assert site.reasons() == ["closed", "no-state", "no-state", "no-state"]
    assert site.lines()[0].subject == f"user {number}"
    site.move(NOW + timedelta(minutes=2))
    client.get("/sign-on/one/back?state=x")
    (counted,) = [x for x in site.lines() if x.action == "refusals counted"]
    assert counted.subject == "provider one"
    assert counted.detail == {"times": 6, "what": "single sign-on refused"}


def test_a_dead_provider_leaves_the_password(site) -> None:
    site.process.control(fault="dead", at="openid-configuration")
    client = site.app.test_client()
    answer = client.get("/sign-on/one", headers=BY_A_CLICK, follow_redirects=True)
    assert "Provider one cannot be reached at the moment" in text(answer)
    assert "Sign in with a password" in text(answer)
    assert site.reasons() == ["unreachable"]
    with site.app.app_context():
        make("adviser")
    assert sign_in(client, "adviser@example.org").status_code == 302


@pytest.mark.parametrize(
    ("fault", "reason"), [("huge", "answer-unusable"), ("error 500", "unreachable")]
)
def test_a_wrong_answer_of_the_provider_is_a_plain_page(site, fault, reason) -> None:
    site.invite()
    client = site.app.test_client()
    back = at_provider(client)
    site.process.control(fault=fault, at="token")
    refused(site, client.get(path(back)), reason, "Provider one")


def test_an_administrator_reads_refusals_as_sentences(site, signed_in) -> None:
    site.app.test_client().get("/sign-on/one/back?state=x")
    page = text(signed_in("administrator").get("/happened"))
    assert "refused a sign-in (no-state): identity provider one" in " ".join(
        re.sub(r"<[^>]+>", "", page).split()
    )
