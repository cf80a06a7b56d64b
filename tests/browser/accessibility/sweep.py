"""The sweep: every page of every role in every state, with its faults.

It sends forms, so it needs a small authority of its own.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.accessibility import checks, states
from tests.browser.conftest import WIDE, clients_of, places, sign_in_by_page
from tests.browser.place import Place
from tests.browser.scene import Scene
from tests.browser.test_every_page import settled
from tests.browser.walking import walk
from tests.factories import AUTHORITY
from tests.web import conftest
from tracker import store
from tracker.access import ROLES
from tracker.extensions import db

#: The pages on which the keyboard is tried from end to end, and each setting.
MAIN = (
    "account.sign_in",
    "account.mine",
    "adviser.my_day",
    "adviser.find",
    "adviser.person",
    "adviser.what_happened",
    "admin.users",
    "data_team.imports",
    "data_team.matching",
    "data_team.returns",
    "management.dashboard",
    "school.leavers",
    "school.lists",
)
AS_IT_OPENS = "as it opens"
#: Pages that can be opened before sign-in.
OPEN = (
    "/sign-in",
    "/accessibility",
    "/privacy",
    "/privacy/complain",
    "/privacy/young-people",
    "/invitation/used",
    "/no-such-page",
)
#: An authority of which the small one has no people.
NO_PEOPLE = "342"
LONG_NAME = (
    "Wolfeschlegelsteinhausenbergerdorff",
    "Adaobi-Oluwaseun Nwachukwu-Ólafsdóttir",
)


@dataclass
class Result:
    """What was looked at, and what was found."""

    pages: set[str] = field(default_factory=set)
    states: int = 0
    rules: set[str] = field(default_factory=set)
    faults: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, page: str, state: str, faults: list[str]) -> None:
        self.faults += [(page, state, each) for each in faults]


def sweep(place: Place, browser: Browser, address: str) -> Result:
    """Looks at everything. What is found is in the result; nothing is raised."""
    place.app.test_client_class = conftest.Browser
    place.led_to.update(Scene(place, clients_of(place)).play())
    found = Result()
    looking = _Looking(browser, address, place, found)
    looking.before_sign_in()
    client = clients_of(place)
    walked = {}
    for role in place.roles:
        walks = walk(place.app, client(role), ["/", *places(place, role)])
        walked[role] = walks.pages
        looking.as_role(role, walks.pages)
    looking.empty(walked)
    looking.long_names(walked["adviser"])
    for role, pages in walked.items():
        looking.errors(role, pages)
    return found


class _Looking:
    def __init__(
        self, browser: Browser, address: str, place: Place, found: Result
    ) -> None:
        self.browser, self.address = browser, address
        self.place, self.found = place, found
        self.seen: set[tuple[str, str]] = set()

    @contextmanager
    def window(self, role: str | None = None, **more: str) -> Iterator[Page]:
        context: BrowserContext = self.browser.new_context(
            base_url=self.address,
            viewport={"width": WIDE, "height": 900},
            locale="en-GB",
            timezone_id="Europe/London",
            bypass_csp=True,
            **more,  # type: ignore[arg-type]
        )
        page = context.new_page()
        if role is not None:
            sign_in_by_page(page, self.place, role)
        yield page
        context.close()

    def look(self, page: Page, name: str, state: str) -> None:
        """Looks at the open page, wide and at 400 %."""
        self.found.pages.add(name)
        self.found.states += 1
        page.set_viewport_size({"width": WIDE, "height": 900})
        faults, rules = checks.axe(page)
        faults += checks.reflow(page)
        if state == AS_IT_OPENS:
            narrow, _ = checks.axe(page)
            faults += [each for each in narrow if each not in faults]
        faults += checks.spacing(page)
        page.set_viewport_size({"width": WIDE, "height": 900})
        self.found.rules |= rules
        self.found.note(name, state, faults)

    def before_sign_in(self) -> None:
        with self.window() as page:
            for address in OPEN:
                settled(page, address)
                self.look(page, address, AS_IT_OPENS)
            settled(page, "/sign-in")
            states.errors_shown(page)
            self.look(page, "/sign-in", "errors shown")
        with self.window(reduced_motion="reduce", forced_colors="active") as page:
            settled(page, "/sign-in")
            self.settings(page, "account.sign_in")

    def as_role(self, role: str, pages: dict[str, str]) -> None:
        with self.window(role) as page:
            for endpoint, address in pages.items():
                # Another role's page of the same kind is in the quick tests.
                if (endpoint, AS_IT_OPENS) in self.seen:
                    continue
                self.seen.add((endpoint, AS_IT_OPENS))
                settled(page, address)
                self.look(page, endpoint, AS_IT_OPENS)
                for state in states.unfolded(page):
                    if (state, role) not in self.seen or state == states.UNFOLDED:
                        self.seen.add((state, role))
                        self.look(page, endpoint, state)
        with self.window(role, reduced_motion="reduce", forced_colors="active") as page:
            for endpoint in MAIN:
                if endpoint in pages and (endpoint, "keyboard") not in self.seen:
                    self.seen.add((endpoint, "keyboard"))
                    settled(page, pages[endpoint])
                    self.settings(page, endpoint)

    def settings(self, page: Page, endpoint: str) -> None:
        """The keyboard, forced colours and less motion, on a main page."""
        self.found.states += 1
        faults = [*checks.settings_of_a_person(page), *checks.keyboard(page)]
        self.found.note(endpoint, "keyboard, forced colours, less motion", faults)

    def errors(self, role: str, pages: dict[str, str]) -> None:
        """Each form sent empty. It comes last, as some of them are saved."""
        with self.window(role) as page:
            for endpoint, address in pages.items():
                if (endpoint, "errors") in self.seen:
                    continue
                self.seen.add((endpoint, "errors"))
                try:
                    settled(page, address)
                    if states.errors_shown(page):
                        self.look(page, endpoint, "errors shown")
                except Error:
                    # It led to a file, or signed this user out.
                    page.goto("about:blank")
                if "/sign-in" in page.url:
                    sign_in_by_page(page, self.place, role)

    def empty(self, walked: dict[str, dict[str, str]]) -> None:
        """The lists for users whose authority has no people."""
        here = self._change("UPDATE users SET authority = %s", NO_PEOPLE)
        assert here
        for role, pages in walked.items():
            if ROLES[role].of_institution:
                continue
            with self.window(role) as page:
                for endpoint, address in pages.items():
                    if not re.search(r"[\d?]", address):
                        settled(page, address)
                        self.look(page, endpoint, "nothing on record")
        self._change("UPDATE users SET authority = %s", AUTHORITY)

    def _change(self, statement: str, *values: object) -> int:
        with self.place.app.app_context():
            changed = store.database.base.run(statement, values)
            db.session.commit()
        return changed

    def long_names(self, pages: dict[str, str]) -> None:
        """The pages of a young person with a name that does not fit on a line."""
        with self.place.app.app_context():
            person = store.database.base.number("SELECT min(person_id) FROM positions")
        self._change(
            "UPDATE people SET given = %s, family = %s WHERE id = %s",
            *(*LONG_NAME, person),
        )
        with self.window("adviser") as page:
            for address in (
                f"/people/{person}",
                f"/people/{person}/what-happened",
                f"/find?q={LONG_NAME[0]}",
            ):
                settled(page, address)
                self.look(page, address.split("?")[0], "a long name")
