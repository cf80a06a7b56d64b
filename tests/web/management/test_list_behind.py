"""The people behind a figure: by name, in pages, as a file, and in the audit."""

import csv
import io
import re

import pytest

from tests.factories import nccis, person
from tests.web.conftest import read
from tests.web.management.conftest import END, MONTH
from tests.web.management.reading import main_text
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.web.management import people_behind

LIST = f"/figures/people?month={MONTH}"


def test_the_list_names_them_and_leads_to_each(boss) -> None:
    shown = page(boss, f"{LIST}&measure=neet")
    assert "9 young people on 31 October 2026" in main_text(shown)
    assert shown.count('href="/people/') == 9
    assert "Looking for work" in shown


def test_a_measure_covers_more_than_it_counts(boss) -> None:
    words = main_text(page(boss, f"{LIST}&measure=neet&counting=no"))
    assert "All that it covers: NEET" in words
    assert "84 young people" in words


def test_a_long_list_has_pages(boss) -> None:
    first = main_text(page(boss, f"{LIST}&measure=cohort_16_17"))
    assert "1 to 50 of 84 young people" in first
    last = main_text(page(boss, f"{LIST}&measure=cohort_16_17&page=2"))
    assert "51 to 84 of 84 young people" in last
    assert "51 to 84" in main_text(page(boss, f"{LIST}&measure=cohort_16_17&page=99"))


def test_a_list_is_narrowed_and_sorted_by_its_address(boss) -> None:
    shown = page(boss, f"{LIST}&measure=neet&area=WN2&sort=-name")
    assert shown.count('href="/people/') == 3
    assert "9 young people on 31 October 2026" in main_text(shown)
    assert "9 young people 3 WN2" in main_text(shown)
    assert 'aria-sort="descending"' in shown
    none = page(boss, f"{LIST}&measure=neet&area=WN9")
    assert "No one here fits all of these filters" in main_text(none)


def test_a_list_over_the_limit_is_only_paged(boss, monkeypatch) -> None:
    monkeypatch.setattr(people_behind, "MOST_ROWS", 60)
    shown = page(boss, f"{LIST}&measure=cohort_16_17&page=2&area=WN2")
    assert "51 to 84 of 84 young people" in main_text(shown)
    assert "Narrow the list" not in shown


def test_an_empty_list_says_so(boss) -> None:
    words = main_text(page(boss, f"{LIST}&measure=neet&breakdown=area&group=WN7"))
    assert "No young people are counted here" in words


@pytest.mark.parametrize(
    "query",
    [
        "",
        "measure=",
        "measure=hair",
        "measure=neet&breakdown=hair",
        "measure=neet&breakdown=contacted",
        "measure=neet&breakdown=contacted&group=Tomorrow",
        "measure=neet&month=x",
    ],
)
def test_an_unknown_figure_is_not_found(boss, query) -> None:
    for address in ("/figures/people", "/figures/people.csv"):
        assert boss.get(f"{address}?{query}").status_code == 404


def test_the_queries_do_not_grow_with_the_rows(boss, queries) -> None:
    counts = []
    for measure in ("not_known", "cohort_16_17"):
        page(boss, f"{LIST}&measure={measure}")
        with queries() as statements:
            page(boss, f"{LIST}&measure={measure}")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14


def test_the_file_has_every_young_person_and_is_recorded(cohort, boss) -> None:
    answer = boss.get(f"/figures/people.csv?month={MONTH}&measure=neet_or_not_known")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) == 17
    assert rows[0][-1] == "OFFICIAL-SENSITIVE"
    with cohort.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert sorted(line.detail["people"]) == sorted(int(row[0]) for row in rows[1:])
        assert line.by == "manager@example.org"
        names = {row[1] for row in rows[1:]}
        assert not any(name in str(line.detail) for name in names)


def test_the_file_of_a_narrowed_list_has_no_one_else(cohort, boss) -> None:
    """The manager of one area takes the list on the screen, in its order."""
    narrowed = f"{LIST}&measure=neet&area=WN2&sort=-name"
    shown = page(boss, narrowed)
    assert "Download these 3 (CSV)" in main_text(shown)
    assert "The downloaded list has these 3 of 9" in main_text(shown)
    (address,) = [
        href
        for link in read(shown).iter("a")
        if "people.csv" in (href := link.get("href") or "")
    ]
    answer = boss.get(address)
    assert "neet-2026-10-31-3-of-9.csv" in answer.headers["Content-Disposition"]
    _, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True)))
    assert [row[0] for row in rows] == re.findall(r'href="/people/(\d+)"', shown)
    with cohort.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert line.detail["people"] == [int(row[0]) for row in rows]


def test_a_file_of_a_second_page_has_the_first_as_well(boss) -> None:
    address = f"/figures/people.csv?month={MONTH}&measure=cohort_16_17&page=2"
    assert len(boss.get(address).get_data(as_text=True).splitlines()) == 85


def test_where_the_filters_leave_no_one_there_is_nothing_to_download(boss) -> None:
    none = page(boss, f"{LIST}&measure=neet&area=WN9")
    assert "people.csv" not in none


def test_a_file_of_a_list_that_is_only_paged_is_whole(boss, monkeypatch) -> None:
    """The page of a long list shows no filter, so none is in force in its file."""
    monkeypatch.setattr(people_behind, "MOST_ROWS", 60)
    narrowed = f"month={MONTH}&measure=cohort_16_17&area=WN2"
    assert "Download all 84 (CSV)" in page(boss, f"/figures/people?{narrowed}")
    file = boss.get(f"/figures/people.csv?{narrowed}").get_data(as_text=True)
    assert len(file.splitlines()) == 85


def test_a_name_that_is_a_formula_is_text_in_the_file(
    cohort, boss, load, tmp_path
) -> None:
    evil = person(500, activity="619", start="2026-09-07", verified="2026-10-20")
    evil |= {"given": "=cmd", "family": "Holtby", "ascertained": "2026-09-14"}
    load(
        "nccis-file",
        nccis(tmp_path / "evil.xml", END, [evil | {"ypid": "3590999999999"}]),
    )
    from tests.web.management.conftest import HERE

    with cohort.app_context():
        actions.history.positions.refresh([END], within=HERE)
    answer = boss.get(f"/figures/people.csv?month={MONTH}&measure=neet")
    assert "'=Cmd Holtby" in answer.get_data(as_text=True)
    assert ",=cmd" not in answer.get_data(as_text=True).lower()


@pytest.mark.parametrize("role", ["auditor", "school-user", "administrator"])
def test_a_role_without_people_finds_no_list(signed_in, role) -> None:
    client = signed_in(role)
    assert client.get(f"{LIST}&measure=neet").status_code == 404
    assert (
        client.get(f"/figures/people.csv?measure=neet&month={MONTH}").status_code == 404
    )
