"""One save records contact, status, phone and next step, and opens the next person.

With JavaScript and without it, on a wide screen and on a telephone. It changes the
shared authority: two young people more in the adviser's caseload.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.acts import act
from tests.browser.conftest import sign_in_by_page
from tests.browser.place import NOW, Place
from tests.browser.test_every_page import faults_at_each_width
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Outcome
from tracker.domain.reference.activity import SEEKING

TODAY = NOW.date()
PHONE = "07700 900977"


@pytest.fixture
def two(authority: Place, width: int) -> list[int]:
    """Two young people in the adviser's caseload with overdue steps, others each time.

    On one day there is one round through a list: who comes later is last in it.
    """
    with authority.app.app_context():
        code = authority.app.config["TRACKER"].authority
        within, user = authority_scope(code), authority.user("adviser")
        people = store.database.base.column(
            "SELECT o.person_id FROM positions o JOIN people p ON p.id = o.person_id"
            " WHERE o.as_of = %s AND o.year_group IN (12, 13) AND p.live"
            " AND p.merged_into IS NULL AND o.activity <> %s"
            " ORDER BY o.person_id DESC LIMIT 2 OFFSET %s",
            *(TODAY, SEEKING.code, 0 if width > 1000 else 2),
        )
        held = store.accounts.users.by_email(user.email)
        as_user = act(by=user.email, at=NOW, on=TODAY, authority=code)
        actions.casework.caseloads.share_out(people, [held.id], act=as_user)
        for place, each in enumerate(people):
            on = TODAY - timedelta(days=60)
            actions.casework.contacts.follow_up_on(
                each,
                on + timedelta(days=place),
                "Review",
                within=within,
                act=act(by=user.email, at=NOW, on=on, authority=code),
            )
        return people


def save_the_first(page: Page) -> None:
    page.get_by_role("button", name="What happened?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened?")
    # Nothing that belongs to another choice is in the way.
    expect(page.get_by_label("New phone")).to_be_visible()
    expect(page.get_by_role("group", name="Which kind?")).to_be_hidden()
    page.get_by_label("Spoke to a parent or carer").check()
    page.get_by_label("Note", exact=True).fill("Looking again since Friday.")
    page.get_by_label("Something else").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_role("group", name="Next review")).to_be_hidden()
    page.get_by_label("Looking for work, education or training").check()
    since = page.get_by_role("group", name="Since", exact=True)
    for part, value in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        since.get_by_label(part).fill(value)
    page.get_by_label("New phone").fill(PHONE)
    page.get_by_label("Another day").check()
    due = page.get_by_role("group", name="Day of the next step")
    for part, value in (("Day", "3"), ("Month", "12"), ("Year", "2026")):
        due.get_by_label(part).fill(value)
    save = page.get_by_role("button", name="Save and open")
    save.click()
    page.wait_for_load_state()
    if page.get_by_text("Nothing is saved yet.").count():
        save.click()


def left_out(authority: Place, last: int) -> bool:
    """Whether the adviser has passed over others of today's list."""
    with authority.app.app_context():
        held = store.accounts.users.by_email(authority.user("adviser").email)
        code = authority.app.config["TRACKER"].authority
        list_round = actions.casework.rounds.of(
            held.id,
            "my-day?section=overdue",
            act=act(by=held.email, at=NOW, on=TODAY, authority=code),
        )
        assert list_round.people[-1] == last
        return any(each not in (last, *list_round.done) for each in list_round.people)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_one_save_records_everything_and_opens_the_next_person(
    authority: Place,
    context: Callable[..., BrowserContext],
    two: list[int],
    width: int,
    javascript: bool,
) -> None:
    page = context(None, width, javascript=javascript).new_page()
    sign_in_by_page(page, authority, "adviser")
    page.goto("/my-day?section=overdue")
    first, second = two
    page.locator(f'a[href^="/people/{first}?round="]').first.click()
    place = page.get_by_label("Your list")
    expect(place).to_contain_text(re.compile(r"\d of \d"))
    save_the_first(page)
    expect(page).to_have_url(re.compile(rf"/people/{second}\?round="))
    expect(page.get_by_role("alert").first).to_contain_text("spoke to a parent")
    # After the last come those who were passed over.
    expect(place).to_contain_text(
        "Next" if left_out(authority, second) else "End of the list"
    )
    with authority.app.app_context():
        code = authority.app.config["TRACKER"].authority
        record = store.people.records.get(first, within=authority_scope(code))
        known = Known.of(record, TODAY).folded
        made = store.casework.contacts.of(first)[0]
        assert made.outcome == Outcome.PARENT
        assert known.position.activity is SEEKING
        assert known.known.phone == PHONE
        assert store.casework.follow_ups.of(first).due.isoformat() == "2026-12-03"
        actions.casework.contact_changes.withdraw(
            made,
            within=authority_scope(code),
            act=act(by="the tests", at=NOW, on=TODAY, authority=code),
        )
    page.goto(f"/people/{second}/what-happened?round=my-day%3Fsection%3Doverdue")
    if javascript:
        assert faults_at_each_width(page) == []
