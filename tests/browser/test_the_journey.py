"""One change, all the way: from a college's list to the return. Everybody is invented.

A college reports that a student has left. An officer decides which young person the
line is about; an adviser finds out what she does now; her school, the manager and the
return have it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import text

from tests.browser import place
from tests.browser.conftest import WIDE, sign_in_by_page
from tests.browser.place import NOW, Place
from tests.linkage.people import upn
from tests.waiting import run_waiting
from tracker.extensions import db

DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)
LOOKING = "Looking for work, education or training"


@dataclass(frozen=True)
class Student:
    """A young person who left the school and is at the college now."""

    number: int
    given: str
    family: str
    born: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def authority(
    _application, var: Path, tmp_path: Path, javascript: bool
) -> Iterator[Place]:
    """An authority of its own for each journey: a journey changes it."""
    made = place.make(var, tmp_path, f"journey_{javascript}".lower())
    yield made
    place.close(made)


@pytest.fixture
def address(authority: Place) -> Iterator[str]:
    with place.serving(authority.app) as served:
        yield served


@pytest.fixture
def worker(authority: Place) -> Iterator[None]:
    """A worker that does long work as soon as it is requested."""
    ended = Event()

    def do() -> None:
        while not ended.wait(0.2):
            with authority.app.app_context():
                run_waiting(
                    clock=lambda: authority.app.config["NOW"],
                    day=lambda at: at.date(),
                )

    thread = Thread(target=do, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join(20)


@pytest.fixture
def cookies() -> dict[str, object]:
    return {}


@pytest.fixture
def window(
    context: Callable[..., BrowserContext], authority: Place, javascript: bool
) -> Callable[[str], Page]:
    """Opens the window of a user of a role, who has just signed in."""

    def opened(role: str) -> Page:
        page = context(None, WIDE, javascript=javascript).new_page()
        page.set_default_timeout(20_000)
        sign_in_by_page(page, authority, role)
        return page

    return opened


@pytest.fixture
def students(authority: Place) -> list[Student]:
    """Two young people in the scope of both the school's and the college's user."""
    with authority.app.app_context():
        found = db.session.execute(
            text(
                "SELECT l.person_id, p.given, p.family, to_char(p.born, 'DD/MM/YYYY')"
                " FROM leavers l JOIN people p ON p.id = l.person_id"
                " JOIN positions o ON o.person_id = p.id AND o.as_of = :on"
                " JOIN users s ON s.role = 'school-user' AND s.institution"
                " = l.institution JOIN users c ON c.role = 'college-user'"
                " AND c.institution = o.institution"
                ' WHERE l."left" = 2026 AND l.listed ORDER BY l.person_id LIMIT 2'
            ),
            {"on": NOW.date()},
        ).all()
        return [Student(*row) for row in found]


def number(page: Page, name: str) -> int:
    """The figure with that name at the top of the dashboard."""
    return int(re.match(r"\d+", figure(page, name).inner_text())[0])


def figure(page: Page, name: str) -> Locator:
    """The link from a figure to the list behind it."""
    linked = re.compile(rf"^\d+\W+{name}: the list$")
    return page.get_by_role("link", name=linked).first


def wait_for(page: Page, words: str) -> None:
    """Reloads the page until it has the words, as a user without JavaScript does."""
    for _ in range(60):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def send_a_list(page: Page, students: list[Student]) -> None:
    gone, stays = students
    # Other numbers than those on record, so that the lines wait for an officer.
    lines = [
        "Forename,Surname,DOB,UPN,StartDate,EndDate",
        f"{gone.given},{gone.family},{gone.born},{upn(9001)},07/09/2026,20/11/2026",
        f"{stays.given},{stays.family},{stays.born},{upn(9002)},07/09/2026,",
    ]
    page.get_by_role("link", name="Send a list").click()
    page.get_by_role("button", name="Send a list").click()
    page.get_by_label("Your list").set_input_files(
        {
            "name": "november.csv",
            "mimeType": "text/csv",
            "buffer": "\n".join(lines).encode(),
        }
    )
    page.get_by_label("Only students who have started or left").check()
    for part, value in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Check each line").click()
    wait_for(page, "Send it?")
    expect(page.get_by_text("Can be used")).to_have_count(4)
    page.get_by_role("button", name="Send 2 lines").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")


def resolve_and_apply(page: Page, students: list[Student]) -> None:
    page.get_by_role("link", name="Imports").first.click()
    page.get_by_role("link", name=re.compile(r"^Batch \d+")).first.click()
    page.wait_for_url("**/imports/*")
    batch = page.url
    page.get_by_role("button", name="Decide 2 doubtful lines").click()
    page.get_by_role("button", name="Start with the first").click()
    # The line whose decision is worth most comes first: it may be about either.
    waiting = [student.name for student in students]
    while waiting:
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(re.compile("|".join(waiting)))
        waiting.remove(next(each for each in waiting if each in heading.inner_text()))
        page.get_by_role("button", name="This person").first.click()
    page.goto(batch)
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    page.get_by_role("button", name="Work out what it would do").click()
    wait_for(page, "None of it has been done yet.")
    page.get_by_role("button", name="Apply").click()
    wait_for(page, "Its lines count.")


def find_out(page: Page, student: Student) -> None:
    page.get_by_role("link", name="Find").click()
    page.get_by_label("Name, identifier, postcode, date of birth").fill(student.name)
    page.get_by_role("button", name="Find").click()
    expect(page.locator("main").get_by_text("Not known").first).to_be_visible()
    page.get_by_role("link", name=student.family).first.click()
    page.get_by_role("button", name="What happened?").first.click()
    page.get_by_label(f"Spoke to {student.given}").check()
    page.get_by_label("Something else").check()
    page.get_by_label("None of these").check()
    page.get_by_label(LOOKING).check()
    since = page.get_by_role("group", name="Since", exact=True)
    for part, value in (("Day", "21"), ("Month", "11"), ("Year", "2026")):
        since.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    if page.get_by_text("Nothing is saved yet.").count():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("h1")).to_contain_text(student.family)
    expect(page.locator("main")).to_contain_text(LOOKING)


def make_the_return(window: Callable[[str], Page]) -> bytes:
    """Takes the snapshot of November, has it signed off and downloads the file."""
    page = window("data-manager")
    page.get_by_role("link", name="Return", exact=True).click()
    page.get_by_label("Take a snapshot of").select_option("November 2026")
    page.get_by_role("button", name="Take snapshot").click()
    wait_for(page, "Figures of the return")
    manager = window("manager")
    manager.goto(page.url)
    manager.get_by_role("link", name="4. Sign-off").click()
    expect(manager.get_by_role("button", name="Sign off")).to_be_visible()
    reason = manager.get_by_label("Why are you signing off with these errors?")
    if reason.count():
        reason.fill("What is left is being mended; DfE knows of it.")
    manager.get_by_role("checkbox").first.check()
    manager.get_by_role("button", name="Sign off").click()
    expect(manager.get_by_role("button", name="Sign off")).to_have_count(0)
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="5. Download the file").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.sample("with JavaScript", because="the way is the same without")
def test_one_change_all_the_way(
    window: Callable[[str], Page],
    authority: Place,
    students: list[Student],
    worker: None,
) -> None:
    gone = students[0]
    manager, school = window("manager"), window("school-user")
    manager.goto("/dashboard")
    before = number(manager, "NEET")
    school.goto(f"/leavers/each?name={gone.family}")
    expect(school.locator("main")).to_contain_text("Education: further education")

    send_a_list(window("college-user"), students)
    resolve_and_apply(window("data-manager"), students)
    find_out(window("adviser"), gone)

    school.reload()
    row = school.get_by_role("row", name=re.compile(gone.family))
    expect(row).to_contain_text("Not in education, employment or training")
    expect(row).not_to_contain_text("Looking")

    manager.reload()
    assert number(manager, "NEET") == before + 1
    figure(manager, "NEET").click()
    expect(manager.locator("main")).to_contain_text(gone.family)

    authority.app.config["NOW"] = DECEMBER
    tree = etree.parse(BytesIO(make_the_return(window)))
    record = next(
        each
        for each in tree.iter("YoungPersonsRecord")
        if each.findtext("PersonalDetails/FamilyName") == gone.family
        and each.findtext("PersonalDetails/GivenName") == gone.given
    )
    assert record.findtext("Activities/Cohort/ActivityCode") == "619"
