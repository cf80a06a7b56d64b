"""A session ends while someone types, in a real browser: nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in_by_page
from tests.browser.place import NOW, Place
from tests.browser.test_every_page import faults_at_each_width
from tracker import store

NOTE = "She is <better> & wants to start in January, she says."
AGAIN = f"{NOTE} She rang again."


@pytest.fixture
def idle(authority: Place) -> Callable[[timedelta], None]:
    """Lets the sessions begun in this test idle for some time."""
    from tracker.extensions import db
    from tracker.store.accounts.sessions import SignedIn

    def digests() -> set[str]:
        return set(store.database.base.every(db.select(SignedIn.digest)))

    with authority.app.app_context():
        before = digests()

    def idled(by: timedelta) -> None:
        with authority.app.app_context(), store.database.base.transaction():
            begun = digests() - before
            db.session.execute(
                db.update(SignedIn)
                .where(SignedIn.digest.in_(begun))
                .values(seen_at=NOW - by)
            )

    return idled


@pytest.fixture
def young(authority: Place) -> int:
    """The number of a young person with a contact page."""
    with authority.app.app_context():
        return store.database.base.number("SELECT min(person_id) FROM positions")


@pytest.fixture
def saved(authority: Place, young: int) -> Callable[[str], int]:
    """How many contacts of the young person have a note."""

    def count(note: str) -> int:
        with authority.app.app_context():
            made = store.casework.contacts.of(young)
            return [each.newest_note for each in made].count(note)

    return count


def signed_in(
    context: Callable[..., BrowserContext], authority: Place, javascript: bool
) -> Page:
    window = context(javascript=javascript).new_page()
    sign_in_by_page(window, authority, "adviser")
    return window


def typed(window: Page, person: int, note: str) -> None:
    """Opens the form of a contact and types a note."""
    window.goto(f"/people/{person}/what-happened")
    window.locator("#outcome").check()
    window.get_by_label("Note", exact=True).fill(note)


def sign_in_again(window: Page, authority: Place, role: str = "adviser") -> None:
    user = authority.user(role)
    window.get_by_label("Email address").fill(user.email)
    window.get_by_label("Password", exact=True).fill(user.password)
    window.get_by_role("button", name="Sign in").click()
    window.wait_for_url(lambda url: "/sign-in" not in url)


def saved_once(window: Page, saved: Callable[[str], int], note: str) -> None:
    """Saves the page that is shown again, by a double click."""
    expect(window.get_by_role("alert", name="Not saved yet")).to_contain_text(
        "We kept what you typed"
    )
    assert window.get_by_label("Note", exact=True).input_value() == note
    assert window.locator("#outcome").is_checked()
    assert saved(note) == 0
    window.get_by_role("button", name="Save", exact=True).dblclick()
    # The second click ends the navigation of the first, which is no failure.
    expect(window).not_to_have_url(re.compile("kept_form"))
    assert saved(note) == 1


def test_a_note_is_there_after_signing_in_without_javascript_and_not_for_another(
    authority: Place, context: Callable[..., BrowserContext], idle, saved, young
) -> None:
    window = signed_in(context, authority, javascript=False)
    typed(window, young, NOTE)
    idle(timedelta(minutes=16))
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window).to_have_url(re.compile("/sign-in$"))
    sign_in_again(window, authority, "team-leader")
    window.wait_for_load_state()
    assert NOTE not in window.content()
    assert "kept_form" not in window.url
    window.goto(f"/people/{young}/what-happened?kept_form=1")
    assert window.get_by_label("Note", exact=True).input_value() == ""
    window.get_by_role("button", name="Sign out").click()
    sign_in_again(window, authority)
    saved_once(window, saved, NOTE)


def test_the_warning_is_heard_and_one_click_stays(
    authority: Place, context: Callable[..., BrowserContext], idle, saved, young
) -> None:
    window = signed_in(context, authority, javascript=True)
    window.clock.install()
    typed(window, young, AGAIN)
    note = window.get_by_label("Note", exact=True)
    note.focus()
    dialog = window.get_by_role("alertdialog", name="You will be signed out soon")
    expect(dialog).to_be_hidden()
    idle(timedelta(minutes=13))
    window.clock.fast_forward("13:01")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("you will be signed out in 2 minutes")
    stay = dialog.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    assert Axe().run(window).response["violations"] == []
    with window.expect_response("**/session/stay"):
        window.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(note).to_be_focused()
    assert note.input_value() == AGAIN

    # Another tab prolonged it: this one asks, and does not warn.
    window.clock.fast_forward("13:01")
    window.wait_for_timeout(300)
    expect(dialog).to_be_hidden()

    idle(timedelta(minutes=16))
    window.clock.fast_forward("13:01")
    ended = window.get_by_role("alertdialog", name="You have been signed out")
    expect(ended).to_contain_text("It is kept for you for one day")
    window.keyboard.press("Escape")
    window.keyboard.press("Escape")
    expect(ended).to_be_visible()
    assert window.locator("main, form").count() == 0, "the record has left the page"
    ended.get_by_role("button", name="Sign in again").click()
    window.wait_for_url(lambda url: "/sign-in" in url)
    sign_in_again(window, authority)
    shown = window.url
    window.goto("/account")
    window.get_by_role("link", name="Check and save").click()
    window.wait_for_url("**/kept-forms")
    assert faults_at_each_width(window) == []
    window.goto(shown)
    saved_once(window, saved, AGAIN)


def test_a_page_on_which_nothing_was_typed_leads_to_the_sign_in_page(
    authority: Place, context: Callable[..., BrowserContext], idle
) -> None:
    window = signed_in(context, authority, javascript=True)
    window.clock.install()
    window.goto("/account")
    idle(timedelta(minutes=16))
    window.clock.fast_forward("13:01")
    window.wait_for_url(lambda url: url.endswith("/sign-in?next=%2Faccount"))
