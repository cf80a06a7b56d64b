"""Every page declares its permission; to other users it does not exist."""

import pytest
from flask import Flask

import tests.web.admin.pages
import tests.web.adviser.pages
import tests.web.data_team.pages
import tests.web.management.pages
import tests.web.officer.pages
import tests.web.school.pages
from tracker import access
from tracker.access import ROLES, Permission
from tracker.web import guard

#: The permission of each page; a page that is missing here has been forgotten.
PAGES = {
    "health.health": guard.PUBLIC,
    "health.ready": guard.PUBLIC,
    "metrics.metrics": guard.PUBLIC,
    "static": guard.PUBLIC,
    "help": guard.PUBLIC,
    "help_page": guard.PUBLIC,
    "account.start": guard.PUBLIC,
    "account.sign_in": guard.PUBLIC,
    "account.invitation": guard.PUBLIC,
    "account.forgotten_password": guard.PUBLIC,
    "account.accessibility": guard.PUBLIC,
    "account.privacy": guard.PUBLIC,
    "account.privacy_young": guard.PUBLIC,
    "account.complain": guard.PUBLIC,
    "account.sign_on_begin": guard.PUBLIC,
    "account.sign_on_back": guard.PUBLIC,
    "account.sign_on_log_out": guard.PUBLIC,
    "account.sign_on_link": Permission.SEE_OWN_ACCOUNT,
    "account.sign_on_again": Permission.SEE_OWN_ACCOUNT,
    "account.second_step": guard.PUBLIC,
    "account.code_by_email": guard.PUBLIC,
    "account.passkey_options": guard.PUBLIC,
    "account.sign_in_by_passkey": guard.PUBLIC,
    "account.sign_out": Permission.SEE_OWN_ACCOUNT,
    "account.set_up": Permission.SEE_OWN_ACCOUNT,
    "account.new_passkey_options": Permission.SEE_OWN_ACCOUNT,
    "account.new_passkey": Permission.SEE_OWN_ACCOUNT,
    "account.remove_passkey": Permission.SEE_OWN_ACCOUNT,
    "account.begin_app": Permission.SEE_OWN_ACCOUNT,
    "account.new_app": Permission.SEE_OWN_ACCOUNT,
    "account.remove_app": Permission.SEE_OWN_ACCOUNT,
    "account.recovery_codes": Permission.SEE_OWN_ACCOUNT,
    "account.proof_options": Permission.SEE_OWN_ACCOUNT,
    "account.download": Permission.SEE_OWN_ACCOUNT,
    "account.end_session": Permission.SEE_OWN_ACCOUNT,
    "account.end_other_sessions": Permission.SEE_OWN_ACCOUNT,
    "account.mine": Permission.SEE_OWN_ACCOUNT,
    "account.password": Permission.SEE_OWN_ACCOUNT,
    "account.sign_out_everywhere": Permission.SEE_OWN_ACCOUNT,
    "account.filter_save": Permission.SEE_PEOPLE,
    "account.filter_remove": Permission.SEE_PEOPLE,
    "kept_forms.mine": Permission.SEE_OWN_ACCOUNT,
    "kept_forms.discard": Permission.SEE_OWN_ACCOUNT,
    "kept_forms.left": guard.PUBLIC,
    "kept_forms.stay": Permission.SEE_OWN_ACCOUNT,
    **tests.web.adviser.pages.PAGES,
    **tests.web.school.pages.PAGES,
    **tests.web.management.pages.PAGES,
    **tests.web.data_team.pages.PAGES,
    **tests.web.admin.pages.PAGES,
    **tests.web.officer.pages.PAGES,
}


def test_every_page_is_listed_with_its_permission(pages: Flask) -> None:
    declared = {
        rule.endpoint: guard.needs(pages, rule.endpoint)
        for rule in pages.url_map.iter_rules()
    }
    assert declared == PAGES


def test_a_page_that_declares_nothing_is_refused_to_everybody(
    pages: Flask, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("data-manager")
    monkeypatch.delattr(pages.view_functions["account.mine"], "_needs")
    assert client.get("/account").status_code == 404


def test_a_page_closed_to_a_role_is_not_found(
    pages: Flask, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("auditor")
    view = pages.view_functions["account.mine"]
    monkeypatch.setattr(view, "_needs", Permission.SEE_PEOPLE)
    answer = client.get("/account")
    assert answer.status_code == 404
    assert "Page not found" in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_open_their_own_account(signed_in, role) -> None:
    answer = signed_in(role).get("/account")
    assert answer.status_code == 200
    assert ROLES[role].title in answer.get_data(as_text=True)


def test_an_administrator_sees_no_young_person() -> None:
    admin = ROLES["administrator"].permissions
    assert not admin & {
        Permission.SEE_PEOPLE,
        Permission.SEE_CASELOAD,
        Permission.SEE_LEAVERS,
        Permission.SEE_FIGURES,
        Permission.MATCH_ROWS,
    }


def test_a_user_of_an_institution_sees_only_its_leavers(pages: Flask) -> None:
    from tests.web.conftest import make

    with pages.app_context():
        scope = make("school-user", institution="urn:106500").scope
    assert scope.leavers_of == {"urn:106500"}
    assert scope.authorities == {"359"}


def test_the_table_of_permissions_has_each_permission_and_each_role() -> None:
    assert list(access.MEANINGS) == list(Permission)
    holders = frozenset[str]().union(*(who for _, who in access.MEANINGS.values()))
    assert holders == {role.title for role in ROLES.values()}
