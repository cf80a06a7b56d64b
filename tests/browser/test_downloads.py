"""A file that names people, downloaded after the proof has grown old."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GetPage
from tests.browser.place import NOW, Place
from tests.browser.test_every_page import faults_at_each_width
from tracker import store


@contextmanager
def proved(authority: Place, before: timedelta) -> Iterator[None]:
    """Every session's proof is this old."""
    from tracker.extensions import db
    from tracker.store.accounts.sessions import SignedIn

    def put(moment: datetime) -> None:
        with authority.app.app_context(), store.database.base.transaction():
            db.session.execute(db.update(SignedIn).values(proved_at=moment))

    put(NOW - before)
    try:
        yield
    finally:
        put(NOW)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_list_behind_a_figure_is_downloaded_after_a_proof(
    authority: Place, page: GetPage, javascript: bool
) -> None:
    # A window of its own: the proof gives its session a new token.
    window = page(javascript=javascript)
    user = authority.user("manager")
    window.goto("/sign-in")
    window.get_by_label("Email address").fill(user.email)
    window.get_by_label("Password", exact=True).fill(user.password)
    window.get_by_role("button", name="Sign in").click()
    window.wait_for_url(lambda url: "/sign-in" not in url)
    window.goto("/figures/people?measure=participating")
    was = window.url
    heading = window.get_by_role("heading", level=1).inner_text()
    with proved(authority, timedelta(minutes=20)):
        window.get_by_role("button", name=re.compile(r"Download .*\(CSV\)")).click()
        expect(window.get_by_role("heading", level=1)).to_have_text(
            "Confirm that it is you"
        )
        looks_right(window, javascript)
        window.get_by_role("textbox", name="Password").fill(user.password)
        with window.expect_download() as started:
            window.get_by_role("button", name="Confirm").click()
    assert started.value.suggested_filename.endswith(".csv")
    assert "Name" in started.value.path().read_text("utf-8")
    expect(window.get_by_role("heading", level=1)).to_have_text(
        "Your download is starting"
    )
    looks_right(window, javascript)
    window.get_by_role("link", name="Back to the page with this file").click()
    expect(window).to_have_url(was)
    expect(window.get_by_role("heading", level=1)).to_have_text(heading)
    # The browser's own way back downloads nothing.
    window.go_back()
    expect(window.get_by_role("heading", level=1)).to_have_text("Download the file")


def looks_right(window: Page, javascript: bool) -> None:
    if javascript:
        assert faults_at_each_width(window) == []
