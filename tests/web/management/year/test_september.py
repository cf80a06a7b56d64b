"""The page of the dry run: its numbers and lists, its files, and the way to it."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest

from tests.web.management.conftest import COHORT, run
from tests.web.management.reading import links, main_text, table
from tests.web.management.test_dashboard import page
from tests.web.management.year.test_the_year import narrowest
from tracker.actions.year import turn_of_year
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

SEPTEMBER = "/year/september"
UP = "Year 12 to 13: stay in the figures"
NEW = "measure=new&breakdown=place&group=*"


def test_every_number_opens_a_list_of_as_many(boss, queries) -> None:
    assert SEPTEMBER in page(boss, "/dashboard/lapses")
    shown = page(boss, SEPTEMBER)
    assert table(shown, "moves")[UP][0] == str(COHORT)
    opened = 0
    for panel in ("figures", "moves", "cliff"):
        hrefs = links(shown, panel)
        for title, cells in table(shown, panel).items():
            for number, href in zip(cells, hrefs[title], strict=True):
                if href is None:
                    continue
                with queries() as made:
                    words = main_text(page(boss, href))
                young = "young person" if number == "1" else "young people"
                assert f"{number} {young}, as known" in words, href
                assert len(made) <= 22
                opened += 1
    assert opened > 10


def test_the_checklist_says_what_is_known_and_leads_where_the_reader_may(
    cohort, boss, signed_in
) -> None:
    lines = table(page(boss, SEPTEMBER), "checklist")
    register = "Register of schools and colleges, from 1 June 2027 or newer"
    assert lines[register][0] == "Not done"
    assert lines[register][1].startswith("The newest is of")
    # A manager loads no register; a data manager does.
    assert lines[register][2] == ""
    of_data = table(page(signed_in("data-manager"), SEPTEMBER), "checklist")
    assert of_data[register][2] == "Imports"


def test_the_files_have_the_same_and_the_list_is_recorded(cohort, boss) -> None:
    answer = boss.get(f"{SEPTEMBER}/moves.csv").get_data(as_text=True)
    lines = {line[0]: line[1:] for line in csv.reader(io.StringIO(answer))}
    assert lines[UP][0] == str(COHORT)
    new = boss.get(f"{SEPTEMBER}/people.csv?{NEW}").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(new)))
    assert rows[0][-1] == "OFFICIAL-SENSITIVE"
    cliff = table(page(boss, SEPTEMBER), "cliff")
    assert len(rows) - 1 == int(cliff["All places"][0])
    with cohort.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert line.detail["why"] == "list behind a number of 1 September"
        assert sorted(line.detail["people"]) == sorted(int(row[0]) for row in rows[1:])


def test_the_file_of_a_narrowed_list_has_no_one_else(cohort, boss) -> None:
    everybody = "measure=all&breakdown=move&group=up"
    by, value = narrowest(page(boss, f"{SEPTEMBER}/people?{everybody}"))
    narrowed = f"{everybody}&{urlencode({by: value})}"
    shown = page(boss, f"{SEPTEMBER}/people?{narrowed}")
    on_page = re.findall(r'href="/people/(\d+)"', shown)
    assert 0 < len(on_page) < COHORT
    address = f"{SEPTEMBER}/people.csv?{narrowed}"
    _, *rows = csv.reader(io.StringIO(boss.get(address).get_data(as_text=True)))
    assert [row[0] for row in rows] == on_page
    with cohort.app_context():
        line = (
            db.session.query(AuditLine).filter_by(action="list of a figure taken").one()
        )
        assert line.detail["people"] == [int(each) for each in on_page]


def test_a_page_of_many_waits_for_a_worker(cohort, boss, monkeypatch) -> None:
    monkeypatch.setattr(turn_of_year, "FEW", 5)
    assert "Waiting in the queue" in page(boss, SEPTEMBER)
    assert boss.get(f"{SEPTEMBER}/moves.csv").status_code == 404
    run(cohort)
    assert "worked out on" in main_text(page(boss, SEPTEMBER))
    monkeypatch.setattr(turn_of_year, "MOST", 5)
    assert "These are too many" in page(boss, f"{SEPTEMBER}/people?{NEW}")
    assert boss.get(f"{SEPTEMBER}/people.csv?{NEW}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "people",
        "people?measure=hair&breakdown=move&group=up",
        "people?measure=new&breakdown=hair&group=up",
        "people?measure=new&breakdown=move&group=down",
        "people.csv?measure=new&breakdown=move",
        "hair.csv",
    ],
)
def test_what_it_does_not_have_is_not_found(boss, address: str) -> None:
    assert boss.get(f"{SEPTEMBER}/{address}").status_code == 404


def test_an_authority_without_young_people_has_a_checklist(pages, signed_in) -> None:
    shown = page(signed_in("manager"), SEPTEMBER)
    assert "No one becomes not known by the morning." in main_text(shown)
    lines = table(shown, "checklist")
    assert {cells[0] for cells in lines.values()} == {"Not done"}
