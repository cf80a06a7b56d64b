"""The September Guarantee on its pages: numbers, lists, days. Everybody is invented."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest

from tests.acts import act
from tests.web.adviser.young import THERE, young
from tests.web.conftest import NOW, read
from tests.web.data_team.nccis_return.spring import (
    PUPILS,
    STUDENTS,
    load_spring,
    with_forms,
)
from tests.web.data_team.test_returns import works
from tests.web.management.reading import links, main_text, table, text
from tests.web.management.test_dashboard import page
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.history.evidence import UserEvidence
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Offer
from tracker.domain.year.cohort import Why
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

HERE = authority_scope("359")
PAGE = "/september-guarantee"
OF_2026 = f"{PAGE}/2026"
LISTED = len(PUPILS) + len(STUDENTS)
OFFERED, WAITS, NOT_RECORDED = "110 Offer made", "140", "159 Not yet recorded"


@pytest.fixture
def spring(pages, tmp_path, load, clock):
    load_spring(tmp_path, load, clock)
    return pages


@pytest.fixture
def desk(spring, signed_in):
    """The browser of a data manager, after the worker has made the ledgers."""
    client = signed_in("data-manager")
    page(client, PAGE)
    with spring.app_context():
        works()
    return client


def numbers(app) -> list[int]:
    """Those on the list of September 2026, in order of their records."""
    with app.app_context():
        found = actions.year.guarantee_lists.shown(2026, act=act(on=NOW.date()))
        return [each.person for each in found.cohort.listed]


def offer(app, person: int, status: str, day: date, year: int = 11) -> None:
    with app.app_context():
        learned = UserEvidence(person, (Offer(year, status),), day)
        by = act(on=NOW.date())
        actions.history.evidence.record({by: [learned]}, source="a call")


@pytest.fixture
def offers(desk, spring) -> list[int]:
    """One has an offer since October, one waits since 20 November; nine are left."""
    people = numbers(spring)
    offer(spring, people[0], "110", date(2026, 10, 5))
    offer(spring, people[1], "140", date(2026, 11, 20))
    with spring.app_context():
        works()
    return people


def test_the_page_counts_reasons_statuses_and_years(desk, offers) -> None:
    shown = page(desk, PAGE)
    assert "Not fixed: as it would be now, from 31 May 2026" in main_text(shown)
    assert f"1 of {LISTED} have an offer on 24 November 2026" in main_text(shown)
    assert "1 has none, 0 need none, and 9 have nothing recorded yet" in main_text(
        shown
    )
    statuses = table(shown, "statuses")
    assert statuses[OFFERED] == ["1", "0", "1", "9.1%"]
    assert statuses[NOT_RECORDED] == ["6", "3", "9", "81.8%"]
    assert statuses["On the list"][:3] == ["8", "3", "11"]
    assert table(shown, "reasons")[Why.EDUCATED_HERE] == ["8", "0", "8"]
    assert table(shown, "reasons")[Why.YEAR_12] == ["0", "3", "3"]
    assert sum(int(row[0]) for row in table(shown, "elsewhere").values()) == 2


def test_the_school_with_the_most_to_chase_comes_first(desk, offers) -> None:
    owing = table(page(desk, PAGE), "owing")
    assert [row[:4] for row in owing.values()] == [
        ["8", "6", "1", "7"],
        ["3", "3", "0", "3"],
    ]
    (school, *_) = owing
    (address,) = re.findall(rf'href="({OF_2026}\?[^"]*)#forms-title"', page(desk, PAGE))
    shown = page(desk, unescape(address))
    assert f"{school}, by form group" in main_text(shown)
    forms = table(shown, "owing")
    assert {title: forms[title][0] for title in ("11A", "11B")} == {
        "11A": "4",
        "11B": "4",
    }


def test_every_number_opens_a_list_of_as_many(desk, offers) -> None:
    opened = 0
    for address in (f"{OF_2026}?school=urn:106500&since=2026-10-01", PAGE):
        for link in read(page(desk, address)).iter("a"):
            href = link.get("href") or ""
            if not href.startswith(f"{OF_2026}/people"):
                continue
            shown = page(desk, href)
            young_people = "young person" if text(link) == "1" else "young people"
            assert f"{text(link)} {young_people}, " in main_text(shown), href
            rows = set(re.findall(r'href="/people/(\d+)"', shown))
            assert len(rows) == int(text(link)), href
            opened += 1
    assert opened > 40


def test_the_file_of_a_narrowed_list_has_no_one_else(spring, desk, offers) -> None:
    narrowed = "?form=11A&sort=-name"
    shown = page(desk, f"{OF_2026}/people{narrowed}")
    on_page = re.findall(r'href="/people/(\d+)"', shown)
    assert f"Download these {len(on_page)} (CSV)" in shown
    answer = desk.get(f"{OF_2026}/people.csv{narrowed}")
    part = f"-{len(on_page)}-of-{LISTED}.csv"
    assert part in answer.headers["Content-Disposition"]
    _, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    assert [row[0] for row in rows] == on_page
    with spring.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert line.detail["people"] == [int(each) for each in on_page]


def test_what_changed_between_two_days(desk, offers) -> None:
    week = table(page(desk, f"{OF_2026}?since=2026-11-17"), "moves")
    assert week.pop("All changes")[1:] == ["1", "0", "1"]
    assert [(before, row[0][:3]) for before, row in week.items()] == [
        (NOT_RECORDED, WAITS)
    ]
    shown = page(desk, f"{OF_2026}?since=2026-10-01&on=2026-11-10")
    assert table(shown, "moves")[NOT_RECORDED] == [OFFERED, "1", "0", "1"]
    assert "Statuses on 10 November 2026" in shown
    href = links(shown, "moves")[NOT_RECORDED][-1]
    listed = page(desk, href)
    assert f"From {NOT_RECORDED} to {OFFERED}" in listed
    assert f'/people/{offers[0]}"' in listed
    # From yesterday to today nothing came.
    assert "No status changed between 23 November 2026" in page(desk, PAGE)


def test_a_day_that_is_no_day_is_an_error_of_the_form(desk) -> None:
    ahead = page(desk, f"{OF_2026}?on=25&on=11&on=2026")
    assert "Enter a day from 1 September 2025 to 24 November 2026." in ahead
    assert "Statuses on 24 November 2026" in ahead
    after = page(desk, f"{OF_2026}?on=2026-11-01&since=2026-11-01")
    assert "Enter a day before 1 November 2026." in after
    assert "must be a real date" in page(desk, f"{OF_2026}?on=31&on=2&on=2026")
    assert desk.get(f"{OF_2026}/people?on=2026-11-25").status_code == 404


NOT_THERE = (
    f"{PAGE}/2019",
    f"{PAGE}/2031",
    f"{OF_2026}/people?is=999",
    f"{OF_2026}/people?group=13",
    f"{OF_2026}/people?because=hair",
    f"{OF_2026}/people?changed=no",
    f"{OF_2026}/people?lacks=everything",
    f"{OF_2026}/people?led=xyz",
    f"{OF_2026}/people.csv?was=",
    f"{PAGE}/2027/people",
    f"{PAGE}/2027/people.csv",
)


def test_what_it_does_not_have_is_not_found(desk) -> None:
    for address in NOT_THERE:
        assert desk.get(address).status_code == 404


def test_the_list_is_narrowed_and_in_order_of_family_name(desk, offers) -> None:
    shown = page(desk, f"{OF_2026}/people")
    with_names = re.findall(r'href="/people/\d+">([^<]+)</a>', shown)
    families = [name.split()[-1] for name in with_names]
    assert len(families) == LISTED and families == sorted(families)
    narrowed = main_text(page(desk, f"{OF_2026}/people?lacks=either&form=11A"))
    assert "11A" in narrowed and "11B" not in narrowed.partition("Name")[2]


def test_the_file_has_the_same_people_and_the_audit_names_them(
    desk, spring, offers
) -> None:
    answer = desk.get(f"{OF_2026}/people.csv?lacks=no-offer").get_data(as_text=True)
    head, row = csv.reader(io.StringIO(answer))
    assert head[-1] == "OFFICIAL-SENSITIVE"
    assert (int(row[0]), row[3], row[6][:3]) == (offers[1], "11", WAITS)
    with spring.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert line.subject == "September Guarantee 2026, “No offer”"
        assert line.detail["people"] == [offers[1]]
        assert line.detail["why"] == "list of the September Guarantee 2026"


def test_a_list_that_is_shown_leaves_its_line(desk, spring, offers) -> None:
    page(desk, f"{OF_2026}/people?is=110")
    with spring.app_context():
        lines = db.session.query(AuditLine).filter_by(action="people listed").all()
        assert lines[-1].detail["people"] == [offers[0]]
        assert lines[-1].detail["why"] == "September Guarantee 2026"


def test_before_its_day_there_is_no_list_and_the_page_helps(desk) -> None:
    shown = main_text(page(desk, f"{PAGE}/2027"))
    assert "There is no list of September 2027 yet." in shown
    assert "Fix the list" not in shown
    assert "can be fixed from that day on" in page(desk, f"{PAGE}/2027/fix")


def test_an_authority_without_young_people_is_led_on(pages, signed_in) -> None:
    client = signed_in("data-manager")
    shown = main_text(page(client, PAGE))
    assert "No young person would be on the list of September 2026." in shown
    fixing = main_text(page(client, f"{OF_2026}/fix"))
    assert "There is no young person to put on the list." in fixing


def test_a_manager_reads_and_no_one_else_comes_in(desk, signed_in) -> None:
    boss = signed_in("manager")
    shown = main_text(page(boss, PAGE))
    assert "Fix the list" not in shown and "A data manager fixes it." in shown
    assert page(boss, f"{OF_2026}/people")
    assert boss.get(f"{OF_2026}/fix").status_code == 404
    assert boss.get(f"{OF_2026}/take-back").status_code == 404
    for role in ("adviser", "auditor", "school-user", "administrator"):
        client = signed_in(role)
        for more in ("", "/people", "/people.csv", "/fix", "/take-back"):
            assert client.get(f"{OF_2026}{more}").status_code == 404, (role, more)


def test_a_list_of_another_authority_is_never_shown(desk, spring) -> None:
    with spring.app_context():
        theirs = young("Zebedee", "Overborder", authority=THERE)
        on_it = detail(
            "guarantee list", september="2020", year="11", why=str(Why.EDUCATED_HERE)
        )
        for september in (2020, 2026):
            actions.history.evidence.record(
                {
                    act(on=NOW.date(), authority=THERE): [
                        UserEvidence(theirs, (on_it,), date(2026, 5, 31))
                    ]
                },
                source=store.history.guarantee_lists.source_of(september),
            )
    assert "Not fixed" in main_text(page(desk, OF_2026))
    assert desk.get(f"{PAGE}/2020").status_code == 404
    assert "Overborder" not in page(desk, f"{OF_2026}/people")


def test_one_who_has_died_is_in_no_number(desk, spring, offers) -> None:
    with spring.app_context():
        actions.people.deaths.record(
            offers[0], date(2026, 11, 20), within=HERE, act=act(on=NOW.date())
        )
    shown = main_text(page(desk, PAGE))
    assert f"0 of {LISTED - 1} have an offer" in shown
    assert "1 young person of the list is in no number here" in shown
    assert f'/people/{offers[0]}"' not in page(desk, f"{OF_2026}/people")


def test_the_queries_do_not_grow_with_the_people(
    desk, spring, load, clock, tmp_path, queries
) -> None:
    def counted() -> list[int]:
        found = []
        for address in (PAGE, f"{OF_2026}/people", f"{OF_2026}/people?lacks=either"):
            page(desk, address)
            with spring.app_context():
                works()
            page(desk, address)
            with queries() as made:
                page(desk, address)
            found.append(len(made))
        return found

    before = counted()
    more = with_forms(tmp_path / "more.csv", range(101, 131))
    load("school-census", more, as_at=date(2026, 5, 22))
    assert f"of {LISTED + 30} have" in main_text(page(desk, PAGE))
    assert counted() == before
    assert max(before) <= 45


def test_the_checklist_and_the_return_lead_here(desk, signed_in) -> None:
    line = "Cohort of the September Guarantee 2027, fixed as on 31 May 2027"
    hrefs = links(page(desk, "/year/september"), "checklist")
    assert hrefs[line][-1] == f"{PAGE}/2027"
    assert f'href="{PAGE}"' in page(desk, "/returns")
