"""Every form has its page, and no secret field is ever kept."""

import re

import wtforms

from tests.conftest import ROOT
from tracker.web import forms
from tracker.web.kept_forms import kept_pages
from tracker.web.kept_forms.kept_pages import BUTTONS, PAGES, SECRET, is_secret


def test_each_page_that_takes_a_form_says_whether_and_where_it_is_shown_again(
    pages,
) -> None:
    takes = {
        rule.endpoint
        for rule in pages.url_map.iter_rules()
        if "POST" in rule.methods and not rule.endpoint.startswith(SECRET)
    }
    assert takes == set(PAGES), "put it into tracker/web/kept_forms/kept_pages.csv"


def test_each_page_that_shows_a_form_can_be_opened_with_the_forms_own_address(
    pages,
) -> None:
    parts = {
        rule.endpoint: rule.arguments
        for rule in pages.url_map.iter_rules()
        if "GET" in rule.methods
    }
    for endpoint, page in PAGES.items():
        if page.page:
            (sent_to,) = pages.url_map.iter_rules(endpoint)
            assert parts[page.page] <= sent_to.arguments
            assert page.title


def every_form(of: type = forms.Form) -> list[type]:
    return [of, *(each for sub in of.__subclasses__() for each in every_form(sub))]


def test_every_password_field_of_every_form_is_a_secret(pages) -> None:
    found = {
        name
        for form in every_form()
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None)
        and issubclass(getattr(form, name).field_class, wtforms.PasswordField)
    }
    assert {"password", "old"} <= found
    assert all(map(is_secret, found))


def test_words_of_the_field_are_no_secrets() -> None:
    for name in ("note", "postcode", "provider_key", "old_school_name", "pasted"):
        assert is_secret(name) is (name == "old_school_name")
    for name in ("totp_code", "recovery-code", "api_key", "Client Secret", "PIN"):
        assert is_secret(name)


def test_every_named_button_is_known_as_one() -> None:
    named = re.compile(r'<button[^>]*name="([a-z_]+)"|"name": "([a-z_]+)", "value"')
    found = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for match in named.finditer(path.read_text("utf-8"))
        for name in match.groups()
        if name
    }
    assert found <= BUTTONS


def test_an_unknown_page_shows_its_own_form(pages) -> None:
    with pages.app_context():
        assert kept_pages.of_endpoint("account.password") is None
        assert kept_pages.of_endpoint(None) is None
        assert kept_pages.of_endpoint("adviser.my_day").page == "adviser.my_day"
