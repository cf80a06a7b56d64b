"""An issue of the return mended, and a name corrected, in a browser. All are invented.

Each width has two young people of its own: one without an address, and one whose name
the school has wrong.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.acts import act
from tests.browser import place
from tests.browser.conftest import WIDE, sign_in_by_page
from tests.browser.place import NOW, Place
from tests.conftest import runner
from tracker import actions, store
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.people.adding import Newcomer
from tracker.cli import answer
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Tier
from tracker.domain.history.person import Identity

PHONE = 390
WRONG, RIGHT, THIRD = "Quillfether", "Quarles-Ingram", "Oldcastle"


@pytest.fixture(scope="module")
def authority(
    _application, var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """An authority of its own, which the journeys change."""
    made = place.make(var, tmp_path_factory.mktemp("changes"), "changed_by_hand")
    yield made
    place.close(made)


@pytest.fixture(scope="module")
def address(authority: Place) -> Iterator[str]:
    with place.serving(authority.app) as served:
        yield served


@pytest.fixture
def cookies() -> dict[str, object]:
    return {}


@pytest.fixture(params=[(WIDE, True), (PHONE, True), (PHONE, False)], ids=str)
def shape(request: pytest.FixtureRequest) -> tuple[int, bool]:
    width, javascript = request.param
    return width, javascript


@pytest.fixture
def window(
    context: Callable[..., BrowserContext], authority: Place, shape: tuple[int, bool]
) -> Callable[[str], Page]:
    """Opens the window of a user of a role, who has just signed in."""
    width, javascript = shape

    def opened(role: str) -> Page:
        page = context(None, width, javascript=javascript).new_page()
        page.set_default_timeout(20_000)
        sign_in_by_page(page, authority, role)
        return page

    return opened


@pytest.fixture
def command(authority: Place, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Runs a command a minute after the last one; the pages go on from there."""

    def run(*words: object) -> object:
        authority.app.config["NOW"] += timedelta(minutes=1)
        moment = authority.app.config["NOW"]
        monkeypatch.setattr(answer, "now", lambda: moment)
        monkeypatch.setattr(answer, "today", moment.date)
        return runner(authority.app)(*words)

    return run


def fits_the_window(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


def give_a_reason(page: Page) -> None:
    """Gives the reason for a record outside the user's lists, where it is wanted."""
    if "/why" in page.url:
        page.locator("main form button").first.click()


def ground(page: Page, by: str) -> None:
    page.get_by_label(by, exact=True).check()


@pytest.mark.sample(
    "(1280, True)", because="narrow and without JavaScript it is the same way"
)
def test_an_issue_is_mended_in_three_clicks(
    authority: Place,
    command: Callable[..., object],
    window: Callable[[str], Page],
    shape: tuple[int, bool],
    tmp_path: Path,
) -> None:
    family = {(WIDE, True): "Ashby", (PHONE, True): "Brook", (PHONE, False): "Clay"}[
        shape
    ]
    with authority.app.app_context():
        store.database.shown.show_all()
        number = actions.people.adding.add(
            Newcomer(Identity("Amina", family, born=date(2009, 12, 3), sex="F")),
            act=act(by="the tests", at=NOW, authority="359"),
        )
    command("returns", "prepare", "--period", "2026-11", "--out", tmp_path)
    page = window("data-manager")
    page.goto("/returns")
    page.get_by_role("link", name=re.compile("November 2026")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Return for November")
    page.get_by_role("link", name=re.compile("Issues")).first.click()
    page.get_by_role("link", name=re.compile(r"^31\. There is no address")).click()
    page.get_by_role("link", name=re.compile(f"Mend the address.*{family}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Address")
    fits_the_window(page)
    page.get_by_label("House and street").fill("12 Elm Row")
    page.get_by_label("Postcode (optional)").fill("wn1 1az")
    ground(page, "The young person")
    page.get_by_role("button", name="Save").click()
    # The record stays in the round of those with this issue.
    expect(page).to_have_url(re.compile(rf"/people/{number}(\?round=[^#]*)?(#who)?$"))
    expect(page.get_by_role("navigation", name="Your list")).to_contain_text("Rule 31")
    who = page.locator("section[aria-labelledby=who]")
    expect(who).to_contain_text("12 Elm Row, WN1 1AZ")
    expect(page.locator("section[aria-labelledby=return]")).not_to_contain_text(
        "Rule 31"
    )
    fits_the_window(page)


@pytest.mark.sample(
    "(390, False)", because="wide and with JavaScript it is the same way"
)
def test_a_corrected_name_survives_the_census_and_is_taken_back(
    authority: Place,
    window: Callable[[str], Page],
    shape: tuple[int, bool],
) -> None:
    first = {(WIDE, True): "Amina", (PHONE, True): "Bryn", (PHONE, False): "Carys"}[
        shape
    ]
    born = detail("birth", born="2010-03-09", sex="F")

    def next_census(as_at: str, family: str) -> None:
        """What a census says; files are loaded in the tests of the action."""
        authority.app.config["NOW"] += timedelta(minutes=1)
        at, name = (
            authority.app.config["NOW"],
            detail("name", given=first, family=family),
        )
        learned = UserEvidence(number, (name, born), date.fromisoformat(as_at))
        with authority.app.app_context():
            store.database.shown.show_all()
            actions.history.evidence.record(
                {act(by="a school", at=at, authority="359"): [learned]},
                tier=Tier.SCHOOL_CENSUS,
                source="school-census",
            )

    with authority.app.app_context():
        store.database.shown.show_all()
        with store.people.records.changing("359"):
            (number,) = store.people.records.create("359", 1)
    next_census("2026-10-01", WRONG)
    page = window("data-manager")
    page.goto(f"/people/{number}")
    give_a_reason(page)
    page.get_by_role("link", name="Change name").click()
    page.get_by_label("Family name").fill(RIGHT)
    ground(page, "A document that was seen")
    day = page.get_by_role("group", name="When was it learned?")
    for part, value in (("Day", "2"), ("Month", "11"), ("Year", "2026")):
        day.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Select which document.")
    expect(page.get_by_label("Family name")).to_have_value(RIGHT)
    page.get_by_label("Which document?").select_option("Passport or identity card")
    page.get_by_role("button", name="Save").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(RIGHT)
    person = page.url.partition("#")[0]

    next_census("2026-11-20", WRONG)
    page.goto(person)
    expect(heading).to_contain_text(RIGHT)
    expect(page.locator("section[aria-labelledby=now]")).not_to_contain_text("right,")
    who = page.locator("section[aria-labelledby=who]")
    expect(who).to_contain_text("Passport or identity card, seen by")

    next_census("2026-11-23", THIRD)
    page.goto(person)
    expect(heading).to_contain_text(RIGHT)
    page.get_by_role("link", name=re.compile("Decide which surname is right")).click()
    expect(page.locator("main")).to_contain_text("Passport or identity card, seen by")
    fits_the_window(page)

    page.goto(person)
    page.get_by_role("button", name=re.compile("Take back entry")).first.click()
    expect(heading).not_to_contain_text(RIGHT)
