"""A new proof before what another person at an open browser must not do."""

from datetime import timedelta
from typing import Any

import pytest

from tests.acts import act
from tests.web.conftest import NOW, PASSWORD, make, open_session, token
from tests.web.factors.apps import app_of, code_of, post, text
from tracker import actions, store
from tracker.access import Permission
from tracker.extensions import db
from tracker.store.accounts.sessions import How, SignedIn
from tracker.web import guard

LATER = NOW + timedelta(minutes=14)
STALE = NOW + timedelta(minutes=28)

#: Who has one of these decides about accounts, settings, identities or the return.
DECISIVE = {
    Permission.MANAGE_USERS,
    Permission.CONFIRM_ACCOUNTS,
    Permission.CHANGE_SETTINGS,
    Permission.SEAL_IDENTITY,
    Permission.SIGN_OFF_RETURN,
}
#: Forms about the user's own account that need none, and why.
NEEDS_NONE = {
    "account.sign_out": "it only ends what is open",
    "account.download": "it is where the proof for a file is given",
    "kept_forms.discard": "the user's own words, for a day",
    "kept_forms.stay": "the session goes on no longer than it may",
}


@pytest.fixture
def admin(pages) -> tuple[Any, str]:
    """A browser whose administrator proved who they are half an hour ago, and the
    secret of their app.
    """
    client = pages.test_client()
    with pages.app_context():
        user = make("administrator")
        secret = app_of(pages, user)
        open_session(client, user)
    for moment in (LATER, STALE):
        pages.config["NOW"] = moment
        assert client.get("/account").status_code == 200
    return client, secret


def invite(client: Any, **more: str) -> Any:
    return post(
        client,
        "/users/new",
        name="Sam & <Example>",
        email="sam@example.org",
        role="adviser",
        **more,
    )


def test_the_forms_that_need_it_are_these(pages) -> None:
    """A new form about an account or of such a permission needs it without a list."""
    takes = {
        rule.endpoint
        for rule in pages.url_map.iter_rules()
        if "POST" in rule.methods
        if guard.needs(pages, rule.endpoint) in {*DECISIVE, Permission.SEE_OWN_ACCOUNT}
    }
    fresh = {each for each in takes if guard.needs_fresh_proof(pages, each)}
    assert {"account.password", "admin.user_keep", "admin.account_confirm"} <= fresh
    assert takes - fresh == NEEDS_NONE.keys()


def test_a_stale_proof_shows_the_form_again_to_confirm(pages, admin) -> None:
    client, secret = admin
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    page = text(invite(client))
    assert "Confirm that it is you" in page
    assert 'value="Sam &amp; &lt;Example&gt;"' in page
    with pages.app_context():
        assert store.accounts.users.by_email("sam@example.org") is None
    done = client.post(
        "/users/new",
        data={
            "csrf_token": token(page),
            "name": "Sam & <Example>",
            "email": "sam@example.org",
            "role": "adviser",
            "proof": "yes",
            "proof_code": code_of(secret, STALE),
        },
    )
    assert done.status_code == 302
    with pages.app_context():
        made = store.accounts.users.by_email("sam@example.org")
        assert made is not None
        assert made.name == "Sam & <Example>"
        assert actions.accounts.sessions.user_of(before, at=STALE) is None, "copied"
    # And for the next quarter of an hour no proof is needed.
    assert "Confirm that it is you" not in text(invite(client))


def test_confirming_accounts_needs_a_proof_and_confirms_those_ticked(
    pages, admin
) -> None:
    """Confirming many at once does what keeping one does."""
    client, secret = admin
    with pages.app_context():
        sam = make("adviser", email="sam@example.org")
        lee = make("adviser", email="lee@example.org")
        sam.invited_at = lee.invited_at = NOW - timedelta(days=400)
        db.session.commit()
        done = act(by="the clock", at=NOW)
        actions.accounts.review.confirming.each_night(act=done)
        number, other = sam.id, lee.id

    def to_confirm() -> set[int]:
        with pages.app_context():
            confirming = actions.accounts.review.confirming
            groups = confirming.groups(confirming.open_review("359"))
            return {it.id for each in groups for it in each.to_confirm}

    ticked = {"account": [number, other]}
    page = text(post(client, "/accounts-to-confirm", **ticked))
    assert "Confirm that it is you" in page
    assert page.count('name="account"') == 2
    assert {number, other} <= to_confirm()
    ticked = {"account": [number], "proof": "yes", "proof_code": code_of(secret, STALE)}
    answer = post(client, "/accounts-to-confirm", **ticked)
    assert answer.location == "/accounts-to-confirm"
    assert to_confirm() & {number, other} == {other}


def test_a_wrong_code_keeps_the_form_and_does_nothing(pages, admin) -> None:
    client, _ = admin
    invite(client)
    page = text(invite(client, proof="yes", proof_code="000000"))
    assert "That code is not right" in page
    assert 'value="sam@example.org"' in page
    assert page.count('name="proof"') == 1
    with pages.app_context():
        assert store.accounts.users.by_email("sam@example.org") is None


def test_reading_needs_no_new_proof(admin) -> None:
    client, _ = admin
    assert client.get("/users").status_code == 200
    assert "Confirm" not in text(client.get("/users/new"))


def test_a_form_of_another_website_is_not_shown_to_be_confirmed(admin) -> None:
    """Its fields would be sent with the user's own proof."""
    client, _ = admin
    answer = client.post("/users/new", data={"email": "evil@example.org"})
    assert answer.status_code == 400
    assert "evil" not in text(answer)


def test_the_proof_of_another_user_is_none(pages, admin) -> None:
    client, _ = admin
    with pages.app_context():
        user = make("manager")
        others = app_of(pages, user)
        begun = actions.accounts.factors.second_step.begin_for(user, at=STALE)
    invite(client)
    with client.session_transaction() as cookie:
        cookie["proving"] = begun
    page = text(invite(client, proof="yes", proof_code=code_of(others, STALE)))
    assert "Confirm that it is you" in page
    with pages.app_context():
        assert store.accounts.users.by_email("sam@example.org") is None


def test_a_password_is_no_proof_of_a_user_with_an_app(pages, admin) -> None:
    client, _ = admin
    invite(client)
    page = text(invite(client, proof="yes", proof_password=PASSWORD))
    assert "Confirm that it is you" in page


def test_a_recovery_code_is_no_proof(pages, admin) -> None:
    client, _ = admin
    with pages.app_context():
        user = store.accounts.users.by_email("administrator@example.org")
        assert user is not None
        codes = actions.accounts.factors.recovery.renew(user, at=NOW)
        open_session(client, user)
        with store.database.base.transaction():
            db.session.execute(db.update(SignedIn).values(proved_at=NOW))
    invite(client)
    page = text(invite(client, proof="yes", proof_code=codes[0]))
    assert "That code is not right" in page


def test_a_clock_put_back_makes_no_proof_of_the_future(pages, admin) -> None:
    client, _ = admin
    with pages.app_context(), store.database.base.transaction():
        db.session.execute(
            db.update(SignedIn).values(proved_at=STALE + timedelta(days=1))
        )
    assert "Confirm that it is you" in text(invite(client))


def test_a_session_by_password_alone_proves_again_by_password(pages) -> None:
    client = pages.test_client()
    with pages.app_context():
        open_session(client, make("adviser"), How.DEMO)
    for moment in (LATER, STALE):
        pages.config["NOW"] = moment
        client.get("/account")
    page = text(post(client, "/account/app"))
    assert 'name="proof_password"' in page
    wrong = post(client, "/account/app", proof="yes", proof_password="no")
    assert "not your password" in text(wrong)
    done = post(client, "/account/app", proof="yes", proof_password=PASSWORD)
    assert done.location == "/account/app/new"
