"""Roles by groups, the link with the provider, and signing in again to confirm."""

import pytest

from tests.web.conftest import NOW, PASSWORD, make, sign_in, token
from tests.web.sign_on.conftest import (
    RULES,
    SAM,
    at_provider,
    is_in,
    path,
    refused,
    sign_on,
    text,
)
from tracker import actions
from tracker.store.accounts.sessions import How


def test_without_a_rule_for_new_accounts_a_group_makes_none(site) -> None:
    site.declare("one", rules=RULES)
    refused(site, sign_on(site.app.test_client()), "not-invited", "no account for you")


def test_a_group_makes_an_account_where_that_is_declared(site) -> None:
    site.declare("one", rules=RULES, new_accounts=True)
    client = site.app.test_client()
    assert sign_on(client).status_code == 302
    user = site.user()
    assert (user.role, user.name, user.authority) == ("adviser", "Sam Example", "359")
    assert user.password is None
    actions_ = [line.action for line in site.lines()]
    assert actions_ == ["signed in", "single sign-on linked", "user made by rule"]
    page = text(client.get("/account"))
    assert "Adviser" in page


def test_a_user_in_no_group_gets_no_account(site) -> None:
    site.declare("one", rules=RULES, new_accounts=True)
    site.claims(groups=["Visitors"])
    refused(site, sign_on(site.app.test_client()), "no-rule", "no longer gives you")
    assert site.user() is None


def test_a_group_removed_loses_its_role_at_the_next_sign_in(site) -> None:
    site.declare("one", rules=RULES)
    site.invite()
    first = site.app.test_client()
    sign_on(first)
    assert is_in(first)
    site.claims(groups=[])
    second = site.app.test_client()
    refused(site, sign_on(second), "no-rule", "no longer gives you a role")
    assert site.lines()[0].subject == f"user {site.user().id}"
    assert not is_in(second)
    # The provider has stated that the role is gone: sessions that are open end too.
    assert not is_in(first)
    # And no password is a way round it.
    assert sign_in(second, "sam@example.org").status_code == 200


def test_the_first_declared_group_decides_and_a_change_is_noted(site) -> None:
    site.declare("one", rules=RULES)
    site.invite()
    site.claims(groups=["Advisers", "Leads"])
    first = site.app.test_client()
    sign_on(first)
    assert site.user().role == "team-leader"
    site.claims(groups=["Advisers"])
    sign_on(site.app.test_client())
    assert site.user().role == "adviser"
    changed = next(line for line in site.lines() if line.action == "user changed")
    assert changed.by == "single sign-on one"
    assert changed.detail == {"role": "adviser", "was": "team-leader"}
    # A session of the role that is gone does not go on.
    assert not is_in(first)


def test_the_last_administrator_is_explained_the_way_out(site) -> None:
    site.declare("one", rules=RULES)
    site.invite("administrator")
    site.claims(groups=["Admins"])
    assert sign_on(site.app.test_client()).status_code == 302
    site.claims(groups=["Advisers"])
    client = site.app.test_client()
    refused(site, sign_on(client), "only-administrator", "flask users invite")
    assert site.user().role == "administrator"
    assert not is_in(client)
    with site.app.app_context():
        make("administrator", email="second@example.org")
    assert sign_on(client).status_code == 302
    assert site.user().role == "adviser"


def test_two_first_sign_ins_at_once_make_one_account(site, at_once) -> None:
    site.declare("one", rules=RULES, new_accounts=True)
    clients = [site.app.test_client() for _ in range(3)]
    backs = [path(at_provider(each)) for each in clients]
    found = at_once(
        *(
            lambda c=c, b=b: c.get(b).status_code
            for c, b in zip(clients, backs, strict=True)
        )
    )
    assert found == [302, 302, 302]
    made = [line for line in site.lines() if line.action == "user made by rule"]
    assert len(made) == 1


def test_two_users_with_one_address_at_once_open_one_account(site, at_once) -> None:
    """An address that is passed on: the colleague of before and the new one."""
    site.invite()
    first, second = site.app.test_client(), site.app.test_client()
    backs = [path(at_provider(first))]
    site.process.control(users={"s1": SAM, "s2": SAM}, signs_in="s2")
    backs.append(path(at_provider(second)))
    found = at_once(
        lambda: first.get(backs[0]).status_code,
        lambda: second.get(backs[1]).status_code,
    )
    assert sorted(found) == [302, 403]
    assert site.reasons() == ["other-subject"]


def test_a_linked_account_has_no_other_way_in(site) -> None:
    """A link of an invitation that was sent before works no longer."""
    secret = site.invite()
    sign_on(site.app.test_client())
    client = site.app.test_client()
    assert client.get(f"/invitation/{secret}").status_code == 404
    assert sign_in(client, "sam@example.org", PASSWORD).status_code == 200
    with site.app.app_context():
        from tracker import store
        from tracker.refusal import Refusal

        user = store.accounts.users.by_email("sam@example.org")
        with pytest.raises(Refusal, match="single sign-on"):
            actions.accounts.sessions.begin(user, how=How.PASSKEY, at=NOW)


def test_an_administrator_ends_the_link_with_a_new_link_for_a_password(
    site, signed_in
) -> None:
    site.invite()
    sam = site.app.test_client()
    sign_on(sam)
    admin = signed_in("administrator")
    number = site.user().id
    page = text(admin.get(f"/users/{number}"))
    assert "single sign-on" in page
    admin.post(f"/users/{number}/link", data={"csrf_token": token(page)})
    assert site.user().provider is None
    assert not is_in(sam)
    assert "single sign-on unlinked" in [line.action for line in site.lines()]
