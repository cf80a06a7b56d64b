"""Every number of people on a page of figures links to a list of as many people."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.acts import act, record_contact
from tests.factories import AUTHORITY, census, nccis, person, pupil, register
from tests.web.conftest import NOW, make, read
from tests.web.management.conftest import HERE, MONTH, everybody, run
from tests.web.management.reading import main_text, text
from tests.web.management.test_dashboard import page
from tracker import actions, reporting, store
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.figures.comparison import COMPARED
from tracker.domain.figures.disclosure import percent
from tracker.reporting.panels.divided import WHERE_BY

LAST_YEAR = date(2025, 10, 31)
TODAY = NOW.date()

NOT_YET = "Not known after it, if nothing is confirmed"
DAYS = "Longest time since contact (days)"
#: Numbers that have no list behind them, with the reason.
EXCEPTIONS = {
    DAYS: "it counts days",
    NOT_YET: "it counts what may come",
    "Groups of few people, combined": "they are put together so that no one is picked "
    "out of them",
}
#: Percentages without a count beside them. A winter's percentage is an average of three
#: months and has no list of people; DfE's published figures are not ours to list.
ALONE = ("Now", "End of October 2025", "End of November 2025")

PAGES = (
    *(f"/dashboard?show={name}" for name in COMPARED),
    f"/dashboard?month={MONTH}",
    *(f"/dashboard/by?month={MONTH}&by={by}" for by in WHERE_BY),
    "/dashboard/by",
    "/dashboard/unknown",
    f"/dashboard/unknown?month={MONTH}",
    "/dashboard/lapses",
    f"/dashboard/lapses?month={MONTH}",
    "/dashboard/flows",
    f"/dashboard/flows?month={MONTH}",
    "/dashboard/caseloads",
    f"/dashboard/caseloads?month={MONTH}",
)


@pytest.fixture
def authority(pages: Flask, load, tmp_path: Path) -> Flask:
    """Two years of an authority with schools, contacts, and two advisers' caseloads."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    pupils = [
        pupil(
            number,
            date(2009, 9 + number % 4, 1 + number % 28),
            estab="4034" if number % 2 else "4036",
            ethnicity="WBRI" if number % 3 else "APKN",
        )
        for number in range(1, 70)
    ]
    load("school-census", census(tmp_path / "census.csv", pupils), as_at=LAST_YEAR)
    older = [
        person(
            number,
            date(2008, 10, 1 + number % 28),
            activity=("230", "619", "810")[number % 3],
            start="2025-09-07",
            ascertained="2025-09-14",
            verified="" if number % 3 == 2 else "2025-10-20",
        )
        | {"ypid": f"3590000{number:06}"}
        for number in range(300, 320)
    ]
    load("nccis-file", nccis(tmp_path / "then.xml", LAST_YEAR, older))
    load("nccis-file", nccis(tmp_path / "now.xml", date(2026, 10, 31), everybody()))
    reporting.panels.divided._protected.cache_clear()
    with pages.app_context():
        actions.history.positions.refresh([date(2026, 10, 31), TODAY], within=HERE)
        _look_after()
    return pages


def _look_after() -> None:
    """Puts all NEET but one into two caseloads, and contacts some of them."""
    found = store.casework.caseload_rows.unallocated(
        day=TODAY, today=TODAY, within=HERE
    )
    neet = [row.person for row in found if row.position and row.position.is_neet]
    team = [make("adviser", f"Adviser {n}", email=f"a{n}@example.org") for n in "12"]
    actions.casework.caseloads.share_out(
        neet[1:],
        [each.id for each in team],
        act=act(by="the tests", at=NOW, on=TODAY, authority=AUTHORITY),
    )
    for each, ago in zip(neet, (3, 20, 20, 45, 75, 70), strict=False):
        on = TODAY - timedelta(days=ago)
        record_contact(
            each,
            actions.casework.contacts.NewContact(Outcome.NO_ANSWER, Channel.PHONE, on),
            next_due=on + timedelta(days=14),
            within=HERE,
            act=act(by="a1@example.org", at=NOW - timedelta(days=ago), on=on),
        )


@pytest.fixture
def manager(authority: Flask, signed_in) -> Any:
    client = signed_in("manager")
    for address in ("/dashboard", "/dashboard/unknown", f"/dashboard?month={MONTH}"):
        page(client, address)
        run(authority)
    return client


def test_every_number_of_people_opens_as_many(manager) -> None:
    addresses = (
        *PAGES,
        *(f"/reports/{each.name}?month={MONTH}" for each in _reports()),
    )
    seen: dict[str, set[int]] = {}
    for address in addresses:
        for what, number, href in _figures(page(manager, address)):
            assert href is not None, f"{address}: {what}, {number}, opens nothing"
            seen.setdefault(href, set()).add(number)
    assert len(seen) > 150
    for href, numbers in seen.items():
        assert numbers == {_listed(page(manager, href))}, href
    for some in (
        "breakdown=contacted",
        "only=overdue",
        "month=2025-10",
        "in-no-caseload",
    ):
        assert any(some in href for href in seen), some


def test_a_percentage_that_stands_alone_opens_its_young_people(manager) -> None:
    opened = 0
    for address in ("/dashboard", f"/dashboard?month={MONTH}"):
        for href, shown in _alone(page(manager, address)):
            whole = re.sub("measure=[a-z_0-9]+", "measure=cohort_16_17", href)
            count, of = (_listed(page(manager, each)) for each in (href, whole))
            assert shown == f"{percent(count, of)}%", href
            opened += 1
    assert opened > 10


def test_a_role_without_people_gets_no_link(manager, signed_in) -> None:
    client = signed_in("auditor")
    for address in (*PAGES, f"/reports/participation-pack?month={MONTH}"):
        shown = page(client, address)
        assert "/figures/people" not in shown
        assert "/figures/in-" not in shown


def _reports():
    return [each for each in actions.figures.reports.every() if each.report is not None]


def _panels(shown: str) -> Iterator[tuple[str, str, Any]]:
    """Each number of each table: the titles of its row and column, and the cell."""
    for section in read(shown).iter("section"):
        lines = list(section.iter("tr"))
        for row in lines[1:]:
            for heading, cell in zip(lines[0][1:], row[1:], strict=True):
                yield text(row[0]), text(heading), cell


def _figures(shown: str) -> Iterator[tuple[str, int, str | None]]:
    """Each number of people above 0: its title, the number, and its list's link."""
    for title, heading, cell in _panels(shown):
        words = text(cell).replace(",", "")
        if words.isdigit() and words != "0" and not {title, heading} & set(EXCEPTIONS):
            yield f"{title}, {heading}", int(words), _href(cell)
    for each in read(shown).iter("p"):
        words = text(each)
        found = re.match(r"([\d,]+) of ([\d,]+)|([\d,]+) NEET or not known, in", words)
        if found is not None:
            numbers = [n for n in found.groups() if n not in (None, "0")]
            links = [a.get("href") for a in each.iter("a")]
            links += [None] * (len(numbers) - len(links))
            for number, href in zip(numbers, links, strict=True):
                yield words, int(number.replace(",", "")), href


def _alone(shown: str) -> Iterator[tuple[str, str]]:
    for title, heading, cell in _panels(shown):
        if heading in ALONE and text(cell) not in ("", "0.0%"):
            href = _href(cell)
            assert href is not None, f"{title}, {heading}"
            yield href, text(cell)


def _href(cell: Any) -> str | None:
    return next((a.get("href") for a in cell.iter("a")), None)


def _listed(shown: str) -> int:
    """The number of people that a list gives at its head."""
    found = re.search(r"([\d,]+) young (person|people) ", main_text(shown))
    assert found is not None
    return int(found[1].replace(",", ""))
