"""Gaps of one's own caseload: counted on My day, listed, and worked through."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY
from tests.waiting import run_waiting
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW, make, sign_in
from tracker import actions, domain
from tracker.domain.history.details.detail_statements import detail

SPRING = date(2026, 3, 2)


def leader(on: date = TODAY):
    return act(by="leader", at=NOW, on=on, authority=AUTHORITY)


def give(people: list[int], user: int, on: date = TODAY) -> None:
    actions.casework.caseloads.share_out(people, [user], act=leader(on))


def work(pages) -> None:
    with pages.app_context():
        run_waiting(clock=lambda: NOW, day=lambda at: at.date())


@pytest.fixture
def me(pages) -> int:
    with pages.app_context():
        return make("adviser").id


@pytest.fixture
def other(pages) -> int:
    with pages.app_context():
        return make("adviser", "Other Example", email="other@example.org").id


@pytest.fixture
def leavers(pages, me) -> Iterator[dict[str, int]]:
    """Four who left school last summer. Amina, Bryn and Cem are in no learning; Dana is
    at a college. All but Cem are the user's.
    """
    with pages.app_context():
        people = {
            name: young(name, "Holtby") for name in ("Amina", "Bryn", "Cem", "Dana")
        }
        for person in people.values():
            record_evidence(person, detail("form group", group="11A"), as_at=SPRING)
        for name in ("Amina", "Bryn", "Cem"):
            record_evidence(
                people[name], doing(domain.reference.activity.SEEKING), as_at=TODAY
            )
        record_evidence(
            people["Dana"],
            doing(domain.reference.activity.FURTHER_EDUCATION, name="Lake College"),
        )
        give([people[each] for each in ("Amina", "Bryn", "Dana")], me)
        actions.history.positions.refresh([TODAY], within=HERE_ONLY)
    yield people


@pytest.fixture
def browser(pages, leavers):
    client = pages.test_client()
    sign_in(client, "adviser@example.org")
    page(client)
    work(pages)
    return client


def page(client, address: str = "/my-gaps") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def order(text: str) -> list[str]:
    """The given names of the rows, in order."""
    return re.findall(r'round=[^"]*">(\w+) Holtby</a>', text)


def counted(client) -> str:
    """The sentence about the gaps on My day; "" without any."""
    text = page(client, "/my-day")
    found = re.search(r"From plan to March</a>: (.*?)\.</p>", text)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_my_day_counts_the_gaps_that_the_list_has(browser) -> None:
    listed = order(page(browser))
    assert sorted(listed) == ["Amina", "Bryn"]
    sentence = counted(browser)
    assert sum(map(int, re.findall(r"\d+", sentence))) == len(listed)
    links = re.findall(r'href="(/my-gaps\?[^"]*)"', page(browser, "/my-day"))
    for link, number in zip(links, re.findall(r"\d+", sentence), strict=True):
        assert len(order(page(browser, link))) == int(number)


def test_the_list_is_worked_through_with_the_one_form(browser) -> None:
    text = page(browser)
    start = re.search(r'href="(/people/\d+/what-happened\?round=[^"]*)"', text)
    assert start is not None
    assert "Work through these 2" in text
    first = page(browser, start[1])
    assert "1 of 2" in first
    assert "Gaps in my caseload" in first


def test_those_handed_over_yesterday_are_the_new_advisers(
    pages, browser, leavers, me, other
) -> None:
    with pages.app_context():
        give([leavers["Amina"]], other, TODAY - timedelta(days=1))
    assert order(page(browser)) == ["Bryn"]
    colleague = pages.test_client()
    sign_in(colleague, "other@example.org")
    assert order(page(colleague)) == ["Amina"]
    assert counted(colleague).startswith("1 ")


def test_a_covered_caseload_counts_during_the_cover(
    pages, browser, leavers, me, other
) -> None:
    colleague = pages.test_client()
    sign_in(colleague, "other@example.org")
    assert order(page(colleague)) == []
    assert "No gap from plan to March waits for you" in page(colleague)
    with pages.app_context():
        actions.casework.covers.cover(
            me, other, TODAY, TODAY, within=HERE_ONLY, act=leader()
        )
    assert sorted(order(page(colleague))) == ["Amina", "Bryn"]


def test_of_the_dead_and_of_a_merged_record_there_is_no_second_gap(
    pages, browser, leavers
) -> None:
    with pages.app_context():
        actions.people.deaths.record(
            leavers["Amina"], TODAY, within=HERE_ONLY, act=leader()
        )
        # Cem is in no caseload: the adviser of the merged record has both.
        actions.people.merging.merge(
            leavers["Cem"],
            [leavers["Bryn"]],
            because="one person",
            within=HERE_ONLY,
            act=leader(),
        )
    listed = page(browser)
    assert len(order(listed)) == 1
    assert f"/people/{leavers['Cem']}?" in listed
    assert counted(browser).startswith("1 ")


@pytest.mark.parametrize("step", ["enrolled", "week 2", "day 42", "autumn"])
def test_what_is_not_shown_owes_nothing(pages, browser, me, step: str) -> None:
    """A sealed activity would be betrayed by the gap that it leaves."""
    sealed = next(
        each for each in domain.reference.activity.STORED.values() if each.sealed
    )
    with pages.app_context():
        esme = young("Esme", "Holtby")
        record_evidence(esme, detail("form group", group="11A"), as_at=SPRING)
        record_evidence(esme, doing(sealed, date(2026, 9, 1)))
        give([esme], me)
    text = page(browser, f"/my-gaps?step={step}")
    assert "Esme" not in order(text)
    assert sealed.title not in text


@pytest.fixture
def twenty(pages, me, leavers) -> dict[str, int]:
    """Two of the user's who are 20 and in no learning, one of them with an EHC plan."""
    with pages.app_context():
        born = date(2006, 3, 10)
        people = {name: young(name, "Holtby", born=born) for name in ("Fay", "Gus")}
        record_evidence(people["Fay"], detail("send", send="Y"), as_at=SPRING)
        for person in people.values():
            record_evidence(person, detail("form group", group="Z"), as_at=SPRING)
        give(list(people.values()), me)
    return people


def test_an_ehc_plan_keeps_a_young_person_in_the_year(twenty, browser, pages) -> None:
    assert sorted(order(page(browser))) == ["Amina", "Bryn", "Fay"]
    with pages.app_context():
        make("team-leader")
    leader_ = pages.test_client()
    sign_in(leader_, "team-leader@example.org")
    shown = page(leader_, "/year?left=2026&year=plan")
    assert "Beyond Year 12 with an EHC plan, 2025/26" in shown
    assert "Planned place" in shown
    assert ">Offer<" not in shown
    assert "1 young person, Beyond" in page(
        leader_, "/year/people?left=2026&year=plan&step=enrolled&part=missing"
    )
    assert "Fay" in page(leader_, "/year/owing/people?left=2026&year=plan")
    assert "Fay" not in page(leader_, "/year/owing/people?left=2026")


def test_a_plan_that_ceased_owes_nothing(twenty, browser, pages) -> None:
    assert "Fay" in order(page(browser))
    with pages.app_context():
        record_evidence(twenty["Fay"], detail("send", send="N"), as_at=TODAY)
    assert sorted(order(page(browser))) == ["Amina", "Bryn"]


def test_without_gaps_my_day_has_no_number(pages, browser, leavers, me, other):
    with pages.app_context():
        give([leavers["Amina"], leavers["Bryn"]], other)
    assert counted(browser) == "no gap waits for you"


@pytest.mark.parametrize("role", ["manager", "school-user", "auditor"])
def test_it_is_for_those_with_a_caseload(pages, signed_in, role: str) -> None:
    assert signed_in(role).get("/my-gaps").status_code == 404


def test_the_queries_do_not_grow_with_the_rows(
    pages, browser, leavers, me, queries
) -> None:
    def sent() -> int:
        page(browser)
        with queries() as counted:
            page(browser)
        return len(counted)

    before = sent()
    with pages.app_context():
        give([leavers["Cem"]], me)
    assert len(order(page(browser))) == 3
    assert sent() == before <= 20


def test_an_alert_stands_beside_the_name_that_is_called(
    browser, pages, leavers
) -> None:
    with pages.app_context():
        record_evidence(
            leavers["Amina"], detail("safeguarding", alert="Speak to Priti Shah first")
        )
    text = page(browser)
    assert text.count("Safeguarding alert") == 1
    assert "Priti Shah" not in text
