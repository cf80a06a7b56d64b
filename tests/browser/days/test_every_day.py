"""Every page of every role shows the day of a demo, whatever the clock says.

Without pictures: each page is opened by the clock of the day, and again by a clock of
another year while the demo stands on the day. What differs has to be a moment at which
something was recorded.
"""

import re
from datetime import UTC, datetime

import pytest

from tests.browser.place import Place
from tests.browser.test_every_page import ROLE
from tests.conftest import SMALL_ON
from tests.web.conftest import enter_password, read
from tracker.access import ROLES
from tracker.demo.demo_day import DemoDay

#: A year later and a year earlier; neither day is a date of the demo.
CLOCKS = [
    datetime(2028, 2, 17, 11, tzinfo=UTC),
    datetime(2025, 7, 9, 11, tzinfo=UTC),
]
#: Pages that go by the clock: the audit, sessions, looks, and what runs the service.
BY_THE_CLOCK = {
    *("admin.happened", "admin.happened_opened", "admin.user", "admin.users"),
    *("account.mine", "admin.settings_checked", "admin.account_review"),
    *("officer.who_looked", "officer.looked_at", "officer.looked_by"),
}


def words(html: str) -> str:
    """The text of a page's main part, with the values of its fields."""
    (main,) = read(html).iter("main")
    values = [
        f"{each.get('name')}={each.get('value')}"
        for each in main.iter("input")
        if each.get("name") not in (None, "csrf_token")
    ]
    return " ".join([*" ".join(main.itertext()).split(), *values])


@ROLE
@pytest.mark.parametrize("at", CLOCKS, ids=["later", "earlier"])
def test_every_page_shows_the_day_of_the_demo(
    authority: Place, walked, monkeypatch, role: str, at: datetime
) -> None:
    app, user = authority.app, authority.user(role)
    addresses = walked(role).pages
    before = {}
    client = app.test_client()
    enter_password(client, user.email, user.password)
    for endpoint, address in addresses.items():
        before[endpoint] = client.get(address)
    monkeypatch.setitem(app.config, "NOW", at)
    monkeypatch.setitem(app.config, "DEMO_DAY", DemoDay(SMALL_ON, "the tests"))
    client = app.test_client()
    enter_password(client, user.email, user.password)
    wrong = []
    for endpoint, address in addresses.items():
        if endpoint in BY_THE_CLOCK:
            continue
        answer = client.get(address)
        if answer.status_code != before[endpoint].status_code:
            wrong.append(f"{endpoint}: {answer.status_code} {answer.location}")
            continue
        if answer.status_code != 200:
            continue
        shown = answer.get_data(as_text=True)
        assert "Demo of Tuesday 24 November 2026" in shown
        was, now = words(before[endpoint].get_data(as_text=True)), words(shown)
        if was != now:
            wrong.append(f"{endpoint} {address}: {differs(was, now)}")
    assert not wrong, "\n" + "\n".join(wrong)
    assert len(addresses) > 3
    assert role in ROLES


def differs(was: str, now: str) -> str:
    """The first words that differ."""
    one, other = re.split(r"\s+", was), re.split(r"\s+", now)
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    near = slice(max(0, at - 6), at + 8)
    return f"“{' '.join(one[near])}” became “{' '.join(other[near])}”"
