"""The funnel of the year: its numbers, their lists, and the dashboard beside them."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text as text_of

from tests.actions.year.test_cohort_ledgers import HERE
from tests.web.conftest import NOW, read
from tests.web.management.conftest import COHORT, COUNTS, END, run
from tests.web.management.reading import main_text, text
from tests.web.management.test_dashboard import page
from tracker import actions, domain, store
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.web.management.year import year_lists

#: The 84 of the small authority were in Year 11 in the spring before.
LAST = "/year?left=2026"


def steps(shown: str) -> dict[str, list[str]]:
    """The cells of the funnel by the title of the step."""
    first = next(read(shown).iter("tbody"))
    return {text(row[0]): [text(cell) for cell in row[1:]] for row in first}


@pytest.fixture
def year(cohort, boss):
    """The manager's browser, after the worker has made the ledgers."""
    assert "Waiting in the queue" in page(boss, LAST)
    assert run(cohort) >= 1
    return boss


def test_the_funnel_and_the_dashboard_count_the_same_people(year) -> None:
    found = steps(page(year, LAST))
    assert found["Years 11 and 12 of 2025/26"][1] == str(COHORT)
    assert found["Autumn"][1:3] == [
        str(COUNTS["participating"]),
        f"{COUNTS['participating'] / COHORT:.1%}",
    ]
    shown = main_text(page(year, f"/dashboard?month={END:%Y-%m}"))
    assert str(COUNTS["participating"]) in shown


@pytest.mark.parametrize(
    "address", [LAST, f"{LAST}&year=11&by=sex", "/year?left=2027&by=characteristic"]
)
def test_every_number_opens_a_list_of_as_many(year, address: str) -> None:
    found = [
        (int(number[0]), link.get("href"))
        for link in read(page(year, address)).iter("a")
        if (link.get("href") or "").startswith("/year/people")
        and (number := re.match(r"\d+", text(link)))
    ]
    assert found
    for number, href in found:
        words = main_text(page(year, href))
        young = "young person" if number == 1 else "young people"
        assert f"{number} {young}, Year" in words, href


def test_a_list_names_who_acts_and_can_be_narrowed(year) -> None:
    missing = "/year/people?left=2026&step=enrolled&part=missing"
    words = main_text(page(year, missing))
    assert "Enrolled: missing" in words
    assert "Adviser" in words
    assert "No one here fits" in main_text(page(year, f"{missing}&owner=school"))


@pytest.mark.parametrize(
    "address",
    [
        "/year?left=2019",
        "/year?left=x",
        "/year?left=2026&year=13",
        "/year?by=activity",
        "/year/people?step=nothing",
        "/year/people?step=plan&part=all",
        "/year/people.csv?by=area",
    ],
)
def test_what_the_year_does_not_have_is_not_found(year, address: str) -> None:
    assert year.get(address).status_code == 404


def test_the_page_of_an_authority_without_young_people_says_what_to_do(
    pages, signed_in
) -> None:
    boss = signed_in("manager")
    page(boss, "/year")
    run(pages)
    assert "There is no young person in this cohort yet." in page(boss, "/year")


def test_a_few_changes_are_made_while_the_page_waits(cohort, year) -> None:
    with cohort.app_context(), store.database.base.transaction():
        one = store.people.records.everybody(within=HERE)[0]
        actions.history.positions.rebuild([one], "359", on=NOW.date())
    assert steps(page(year, LAST))["Years 11 and 12 of 2025/26"][1] == str(COHORT)


def test_the_queries_do_not_grow_with_the_people(cohort, year, queries) -> None:
    """Half of the young people of the cohort are withdrawn from it."""
    many = "/year?left=2026&by=Year+11+school", "/year/people?left=2026"

    def counted() -> list[int]:
        found = []
        for each in many:
            page(year, each)
            with queries() as made:
                page(year, each)
            found.append(len(made))
        return found

    before = counted()
    with cohort.app_context(), store.database.base.transaction():
        everyone = store.people.records.everybody(within=HERE)
        db.session.execute(
            text_of("DELETE FROM ledger_rows WHERE person_id = ANY(:some)"),
            {"some": everyone[::2]},
        )
    assert counted() == before
    assert max(before) <= 16


@pytest.fixture
def three_lost(cohort, year):
    """All arrived but three; two of these had accepted a place at one college."""
    with cohort.app_context(), store.database.base.transaction():
        everyone = store.people.records.everybody(within=HERE)
        db.session.execute(
            text_of(
                "UPDATE ledger_rows SET marks = '++++-++++..' WHERE \"left\" = 2026"
            )
        )
        for person, place in zip(
            everyone, ("Hill & Dale", "Hill & Dale", ""), strict=False
        ):
            known = f'{{"accepted": {{"place_name": "{place}"}}}}' if place else "{}"
            db.session.execute(
                text_of(
                    "UPDATE ledger_rows SET marks = '++++-!-----',"
                    " steps = CAST(:known AS jsonb)"
                    ' WHERE "left" = 2026 AND person_id = :person'
                ),
                {"known": known, "person": person},
            )
    return year


def test_those_lost_are_shown_by_where_they_were_expected(three_lost) -> None:
    shown = page(three_lost, LAST)
    words = main_text(shown)
    assert "Most are lost at “Enrolled”: 3 did not arrive" in words
    assert (
        "Enrolled: 3 did not arrive Where they are now: Learning 3 Expected at" in words
    )
    links = {
        text(link): link.get("href")
        for link in read(shown).iter("a")
        if "expected=" in (link.get("href") or "")
    }
    assert list(links) == ["Hill & Dale", "No place on record"]
    for (place, href), people in zip(
        links.items(), ("2 young people The", "1 young person The"), strict=True
    ):
        listed = main_text(page(three_lost, href))
        assert people in listed, place


def test_those_lost_are_shown_by_what_they_do_now(cohort, three_lost) -> None:
    """One of the three has lapsed since, and one has an activity that is not shown."""
    with cohort.app_context(), store.database.base.transaction():
        one, other, *_ = store.people.records.everybody(within=HERE)
        for person, change in (
            (one, "lapses = as_of - 1"),
            (other, f"activity = '{domain.reference.activity.HIDDEN.code}'"),
        ):
            db.session.execute(
                text_of(
                    f"UPDATE positions SET {change}"
                    " WHERE person_id = :person AND as_of = :day"
                ),
                {"person": person, "day": NOW.date()},
            )
    links = {
        text(link): link.get("href")
        for link in read(page(three_lost, LAST)).iter("a")
        if "now=" in (link.get("href") or "")
    }
    assert set(links) == {"Learning 1", "Not known 1", "Other 1"}
    for href in links.values():
        assert "1 young person The" in main_text(page(three_lost, href))


def test_those_who_were_expected_nowhere_are_somewhere_now(cohort, three_lost) -> None:
    with cohort.app_context(), store.database.base.transaction():
        db.session.execute(text_of("UPDATE ledger_rows SET steps = '{}'"))
    words = main_text(page(three_lost, LAST))
    assert "3 did not arrive Where they are now: Learning 3 Who falls behind" in words


@pytest.mark.parametrize("places", [8, 10])
def test_places_beyond_the_first_are_unfolded(cohort, three_lost, places) -> None:
    with cohort.app_context(), store.database.base.transaction():
        everyone = store.people.records.everybody(within=HERE)
        for number, person in enumerate(everyone[:places]):
            db.session.execute(
                text_of(
                    "UPDATE ledger_rows SET marks = '++++-!-----', steps ="
                    " jsonb_build_object('accepted',"
                    " jsonb_build_object('place_name', CAST(:place AS text)))"
                    ' WHERE "left" = 2026 AND person_id = :person'
                ),
                {"place": f"Place {number}", "person": person},
            )
    shown = page(three_lost, LAST)
    assert shown.count("expected=Place") == places
    assert ("2 at 2 other places" in main_text(shown)) is (places == 10)


def test_a_group_is_shown_with_its_difference_from_all(three_lost) -> None:
    shown = page(three_lost, f"{LAST}&by=sex")
    rows = [[text(cell) for cell in row] for row in list(read(shown).iter("tbody"))[-1]]
    (everybody, *groups) = rows
    assert everybody[0] == "All"
    assert everybody[1].startswith(str(COHORT))
    enrolled = float(everybody[5].rstrip("%"))
    for group in groups:
        share, _, points = group[5].partition("%")
        behind = float(points.split()[0].replace("−", "-"))
        assert round(float(share) - enrolled, 1) == behind, group[0]


def narrowest(shown: str) -> tuple[str, str]:
    """The name of a list's first filter, and the option that leaves the fewest."""
    choice = next(
        each for each in read(shown).iter("select") if "filter-" in each.get("id", "")
    )
    # Every option says how many it would leave: "Not arrived (8)".
    _, *options = choice.iter("option")
    least = min(options, key=lambda each: int(re.findall(r"\d+", text(each))[-1]))
    return choice.get("name"), least.get("value")


def test_a_long_list_is_only_paged_in_the_same_order(year, monkeypatch) -> None:
    def on(number: int) -> list[str]:
        shown = page(year, f"/year/people?left=2026&page={number}")
        assert ("Narrow the list" in shown) == short
        return re.findall(r'href="/people/(\d+)"', shown)

    short = True
    pages = on(1), on(2)
    assert all(pages)
    monkeypatch.setattr(year_lists, "MOST_ROWS", 50)
    short = False
    assert (on(1), on(2)) == pages


def test_the_files_have_the_rows_that_the_filters_leave(cohort, year) -> None:
    everybody = page(year, "/year/people?left=2026")
    assert f"Download all {COHORT} (CSV)" in everybody
    by, value = narrowest(everybody)
    narrowed = urlencode({"left": 2026, by: value, "sort": "-name"})
    shown = page(year, f"/year/people?{narrowed}")
    on_page = re.findall(r'href="/people/(\d+)"', shown)
    assert 0 < len(on_page) < min(COHORT, 51)
    assert f"Download these {len(on_page)} (Excel)" in shown
    answer = year.get(f"/year/people.csv?{narrowed}")
    part = f"-{len(on_page)}-of-{COHORT}.csv"
    assert part in answer.headers["Content-Disposition"]
    _, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    assert [row[0] for row in rows] == on_page
    book = year.get(f"/year/people.xlsx?{narrowed}").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("List")
    title, *_ = sheet.to_python()
    assert str(title[0]).endswith(f", {len(on_page)} of {COHORT}")
    with cohort.app_context():
        lines = db.session.query(AuditLine).filter_by(action="list of a figure taken")
        people = [int(each) for each in on_page]
        assert [line.detail["people"] for line in lines] == [people, people]
