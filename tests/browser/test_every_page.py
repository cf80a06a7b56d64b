"""Every page of every role, wide and narrow: accessible, not too wide, and valid."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import packages
from tests.browser.accessibility import checks
from tests.browser.conftest import NARROW, WIDE, GetPage
from tests.browser.place import Place
from tests.browser.walking import Walk, shown_the_most
from tracker.access import ROLES
from tracker.web import guard

WIDTHS = (WIDE, NARROW)

ROLE = pytest.mark.parametrize("role", ROLES)
#: Pages to which no link leads, with their use.
NOT_LINKED = {
    "adviser.providers": "the picker of providers asks it at each letter",
    "school.correct_providers": "the picker of providers asks it too",
    "school.expected_place": "from a place that is proposed there: tested there",
    "management.list_behind": "nor from a page without figures to those behind them",
    "management.list_file": "nor to a file of those",
    "management.list_caseloads": "nor to those behind the numbers of caseloads",
    "management.list_unassigned": "a team leader is led to the page that shares out",
    "adviser.caseload_redo": "from a hand-over that is undone: tested there",
    "adviser.person_why": "a record on no list of its user leads to it: tested there",
    "adviser.person_sealed": "from a record with something sealed: tested there",
    "adviser.person_address_lift": "from a confidential address: tested there",
    "data_team.transfer_receipt": "from a history that came: tested there",
    "officer.who_looked_review": "from an entry for review: tested there",
    "officer.release": "from a release, where one is prepared: tested there",
    "officer.release_file": "from that page",
    "officer.case_copy_whole": "from a copy, once it is prepared: tested there",
    "officer.case_copy_documents": "from a copy with documents: tested there",
    "officer.case_copy_file": "from that page, once it is approved",
    "officer.disposal": "from a disposal, where one is proposed: tested there",
    "officer.legal_hold_release": "from a hold, where one stands: tested there",
    "officer.information_request": "from a request that is recorded: tested there",
    "officer.information_requests_file": "from a list with one",
    "officer.case_give": "from an approved request: tested there",
    "officer.correction_notice": "from a correction with a notice: tested there",
    "officer.correction_notice_file": "from that page",
    "officer.agreement_draft_new_file": "from a draft with a party: tested there",
    "officer.case_people_file": "from a breach with people: tested there",
    "admin.user_places": "the picker of a user's school or college asks it",
    "account.new_passkey_options": "the script that sets up a passkey asks it",
    "account.download": "from a file, once the proof is old: tested there",
    "account.proof_options": "the script that proves by a passkey asks it",
    "account.remove_passkey": "from a passkey, where one is set up: tested there",
    "account.remove_app": "from an app, by a page like that of a passkey",
    "account.recovery_codes": "they come with a passkey: tested there",
    "account.sign_on_again": "from the proof of a user who signs in at a provider",
    "adviser.contact": "the form of before: kept forms and bookmarks",
    "adviser.status": "the form of before: kept forms and bookmarks",
    "adviser.round_end": "after the last of a list: tested with the list",
    "kept_forms.mine": "while a form is kept: tested where a session ends",
}


@ROLE
def test_no_link_leads_nowhere(walked: Callable[[str], Walk], role: str) -> None:
    broken = walked(role).broken
    assert not broken, "\n" + "\n".join(broken)


@ROLE
def test_every_page_that_a_role_may_open_is_led_to(
    authority: Place, walked: Callable[[str], Walk], role: str
) -> None:
    app, may = authority.app, ROLES[role].permissions
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and guard.needs(app, rule.endpoint) in may
    }
    assert pages - walked(role).seen - set(NOT_LINKED) == set()


@pytest.mark.sample("adviser", "data-manager", because="most pages are of these two")
@ROLE
def test_the_html_of_every_page_is_valid(
    walked: Callable[[str], Walk], tmp_path: Path, role: str
) -> None:
    for endpoint, text in walked(role).html.items():
        (tmp_path / f"{endpoint}.html").write_text(text, encoding="utf-8")
    wrong = [
        "{name} {line} {ruleId}: {message}".format(**each)
        for each in packages.validate(tmp_path)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def settled(page: Page, address: str) -> None:
    """Opens a page and waits until its scripts have begun, and drawn what they draw."""
    page.goto(address)
    page.wait_for_selector("html[data-begun]")


#: What is folded is a state of the page: filters, details, more of a form.
_UNFOLD = (
    "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
)
#: Lists that are wider than the page. A grid of numbers may scroll, because the meaning
#: of a number is its place.
_SCROLLING = """
    [...document.querySelectorAll(".tracker-wide:not(.tracker-wide--figures)")]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.getAttribute("aria-label"))
"""


def faults_at_each_width(page: Page) -> list[str]:
    """The faults of the page that is open, wide and narrow."""
    return [fault for width in WIDTHS for fault in faults(page, width)]


def faults(page: Page, width: int) -> list[str]:
    """The faults of the page that is open, at a width; unfolded where it is narrow.

    Where it is wide, axe applies only its rules about where things stand: what else
    there is of a page, it finds where all is unfolded.
    """
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": 900})
    if width == NARROW:
        page.evaluate(_UNFOLD)
    found, _ = checks.axe(page, () if width == NARROW else checks.OF_LAYOUT)
    across = page.evaluate("document.scrollingElement.scrollWidth")
    if across > width:
        found.append(f"it is {across} pixels wide")
    found += [f"its list {each} scrolls sideways" for each in page.evaluate(_SCROLLING)]
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"it has {headings} first headings")
    return [f"{width}: {each}" for each in found]


@pytest.mark.sample(
    "adviser", "manager", "school-user", because="axe takes a second a page and width"
)
@ROLE
def test_axe_and_the_eye_find_nothing_on_any_page(
    authority: Place, walked: Callable[[str], Walk], page: GetPage, role: str
) -> None:
    """Each page by the role that is shown the most of it; by every role in the long
    checks.
    """
    shown = {
        endpoint: address
        for endpoint, address in walked(role).pages.items()
        if endpoint in NOT_LINKED or role == shown_the_most(authority.app, endpoint)
    }
    assert_no_faults(page(role), shown)


@pytest.mark.long
@ROLE
def test_axe_and_the_eye_find_nothing_on_any_page_of_any_role(
    walked: Callable[[str], Walk], page: GetPage, role: str
) -> None:
    assert_no_faults(page(role), walked(role).pages)


def assert_no_faults(window: Page, pages: Mapping[str, str]) -> None:
    """Opens each page, by endpoint and address, wide and narrow."""
    all_faults: list[str] = []
    heard: list[str] = []
    window.on(
        "console",
        lambda line: heard.append(line.text) if line.type == "error" else None,
    )
    window.on("pageerror", lambda error: heard.append(str(error)))
    for endpoint, address in pages.items():
        heard.clear()
        settled(window, address)
        found = faults_at_each_width(window)
        found += [f"console: {each}" for each in heard]
        all_faults += [f"{endpoint} {address} {each}" for each in found]
    assert not all_faults, "\n" + "\n".join(all_faults)
