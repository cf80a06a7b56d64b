"""Every page shows the day of a demo, whatever the clock says.

By the role that is shown the most of a page, of those that may open it.
Without pictures: each page as it is on the day is compared with the page by a clock of
another year, while the demo stands on the day.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.browser.place import Place
from tests.browser.test_every_page import NOT_LINKED
from tests.browser.walking import Walk, shown_the_most
from tests.conftest import SMALL_ON
from tests.web.conftest import enter_password, read
from tracker.access import ROLES
from tracker.demo.demo_day import DemoDay

LATER = datetime(2028, 2, 17, 11, tzinfo=UTC)
EARLIER = datetime(2025, 7, 9, 10, tzinfo=UTC)  # eleven in England, as on the day
#: A demo may stand on a day to come too: the pages with most dates see both.
BOTH = ("adviser", "data-manager", "information-officer")
#: Pages that go by the clock: the audit, sessions, looks, and what runs the service.
BY_THE_CLOCK = {
    *("admin.happened", "admin.happened_opened", "admin.user", "admin.users"),
    *("account.mine", "admin.settings_checked", "admin.account_review"),
    *("officer.who_looked", "officer.looked_at", "officer.looked_by"),
    "data_team.return_answer_load",  # a refused list is kept for a day of the clock
    "adviser.contact_amend",  # a note is corrected within 24 hours of the clock
    "data_team.match_look_up",  # who was looked up in the last weeks: by the audit
}
CASES = [
    pytest.param(role, at, id=f"{role}-{at.year}")
    for role in ROLES
    for at in (LATER, EARLIER)
    if at is LATER or role in BOTH
]


def words(html: str) -> list[str]:
    """The text of a page's main part, with the values of its fields.

    Without the message of a user's first page after signing in.
    """
    (main,) = read(html).iter("main")
    for each in list(main.iter("div")):
        if "govuk-notification-banner" in (each.get("class") or "").split():
            each.clear()
    values = [
        f"{each.get('name')}={each.get('value')}"
        for each in main.iter("input")
        if each.get("name") not in (None, "csrf_token")
    ]
    return [*" ".join(main.itertext()).split(), *values]


@pytest.mark.sample(
    "adviser-*",
    "school-user-*",
    because="a page each, and the clock is asked in one place",
)
@pytest.mark.parametrize(("role", "at"), CASES)
def test_every_page_shows_the_day_of_the_demo(
    authority: Place,
    walked: Callable[[str], Walk],
    role: str,
    at: datetime,
) -> None:
    walk, app = walked(role), authority.app
    shown: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "NOW", at)
        patch.setitem(app.config, "DEMO_DAY", DemoDay(SMALL_ON, "the tests"))
        client = signed_in(authority, role)
        for endpoint, address in walk.pages.items():
            if endpoint not in BY_THE_CLOCK and (
                endpoint in NOT_LINKED or shown_the_most(app, endpoint) == role
            ):
                answer = client.get(address)
                shown[endpoint] = answer.get_data(as_text=True)
                assert answer.status_code == 200, f"{address} {answer.location}"
                assert "Demo of Tuesday 24 November 2026" in shown[endpoint]
    # What differs from the walk may have been changed since, by another test.
    client = signed_in(authority, role)
    wrong = [
        f"{endpoint} {walk.pages[endpoint]}: {differs(was, now)}"
        for endpoint, html in shown.items()
        if words(walk.html[endpoint]) != (now := words(html))
        if (was := words(client.get(walk.pages[endpoint]).get_data(as_text=True)))
        != now
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def signed_in(authority: Place, role: str) -> FlaskClient:
    client, user = authority.app.test_client(), authority.user(role)
    enter_password(client, user.email, user.password)
    return client


def differs(was: list[str], now: list[str]) -> str:
    """The first words that differ, with those before them."""
    at = next(
        (n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b),
        min(len(was), len(now)),
    )
    near = slice(max(0, at - 6), at + 8)
    return f"“{' '.join(was[near])}” became “{' '.join(now[near])}”"
