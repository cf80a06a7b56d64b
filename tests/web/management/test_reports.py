"""Reports of a month: a page, a workbook and a print, with the same numbers."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.web.management.conftest import COHORT, HERE, MONTH, run
from tests.web.management.reading import main_text, table
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

PACK = "/reports/participation-pack"
NAMES = sorted(each.name for each in actions.figures.reports.every())


@pytest.fixture
def made(cohort, boss):
    """A browser that has opened the pack once, so that every month is made."""
    page(boss, f"{PACK}?month={MONTH}")
    run(cohort)
    return boss


def workbook(client, address: str) -> dict[str, dict[str, list]]:
    """The rows of each sheet, by their title."""
    answer = client.get(address)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {
        name: {row[0]: row[1:] for row in book.get_sheet_by_name(name).to_python()}
        for name in book.sheet_names
    }


def printed(client, address: str) -> str:
    """The words of a PDF."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    return " ".join(" ".join(p.extract_text().split()) for p in reader.pages)


def test_every_report_is_listed_with_its_purpose(boss) -> None:
    words = main_text(page(boss, "/reports"))
    for each in actions.figures.reports.every():
        assert each.report is not None, each.problem
        assert each.report.title in words
        assert each.report.purpose in words


def test_page_workbook_print_and_dashboard_have_the_same_numbers(made, cohort) -> None:
    with cohort.app_context():
        by_name = {
            figure.name: figure
            for figure in actions.figures.measured.figures(
                date(2026, 10, 31), within=HERE, sealed=False
            )
        }
    shown = table(page(made, f"{PACK}?month={MONTH}"), "headlines")
    dashboard = table(page(made, f"/dashboard?month={MONTH}"), "headlines")
    sheets = workbook(made, f"{PACK}.xlsx?month={MONTH}")
    sheet = next(rows for name, rows in sheets.items() if name.startswith("Where"))
    words = printed(made, f"{PACK}.pdf?month={MONTH}")
    for title, name in (
        ("Participating", "participating"),
        ("NEET", "neet"),
        ("Not known", "not_known"),
        ("NEET or not known", "neet_or_not_known"),
        ("Full-time education", "full_time_education"),
        ("Apprenticeship", "apprenticeship"),
    ):
        count, percent = by_name[name].count, by_name[name].percent
        assert count
        assert shown[title][:2] == dashboard[title][:2] == [str(count), f"{percent}%"]
        assert sheet[title][:2] == [count, percent]
        assert f"{title} {count} {percent}%" in words
    assert f"Aged 16 and 17 {COHORT}" in words


def test_a_report_hides_small_numbers_even_from_the_team(made) -> None:
    address = f"/reports/by-home?month={MONTH}"
    assert table(page(made, address), "groups2")["WN2"][3] == "c"
    sheets = workbook(made, f"/reports/by-home.xlsx?month={MONTH}")
    rows = next(rows for rows in sheets.values() if "WN2" in rows)
    assert rows["WN2"][3] == "c"
    words = printed(made, f"/reports/by-home.pdf?month={MONTH}")
    assert "c: hidden. Counts from 1 to 5 are not shown" in words
    assert "WN2" in words


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_a_report_have_different_names(made, name) -> None:
    shown = page(made, f"/reports/{name}?month={MONTH}")
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", shown)
    assert titles
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_a_page_and_two_files(made, name) -> None:
    shown = page(made, f"/reports/{name}?month={MONTH}")
    assert "Notes on this report" in shown
    title = actions.figures.reports.get(name).title
    words = printed(made, f"/reports/{name}.pdf?month={MONTH}")
    assert title in words
    assert "31 October 2026" in words
    assert "Page 1 of" in words
    assert "About" in workbook(made, f"/reports/{name}.xlsx?month={MONTH}")


def test_a_pdf_is_tagged_and_reproducible(made) -> None:
    first, second = (made.get(f"{PACK}.pdf?month={MONTH}") for _ in range(2))
    assert first.data == second.data
    reader = PdfReader(io.BytesIO(first.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("en")
    assert reader.metadata.title == "Participation: monthly pack"
    assert (
        'filename="participation-pack-2026-10-31.pdf"'
        in (first.headers["Content-Disposition"])
    )


def test_without_a_month_the_last_completed_one_is_shown(made) -> None:
    assert "As at 31 October 2026" in main_text(page(made, PACK))


def test_the_guarantee_says_that_no_offers_are_recorded(made) -> None:
    shown = page(made, f"/reports/september-guarantee?month={MONTH}")
    assert main_text(shown).count("No offers have been recorded yet") == 4
    shown = page(made, f"/reports/special-needs?month={MONTH}")
    assert main_text(shown).count("No offers have been recorded yet") == 1


def test_a_download_is_recorded(made, cohort) -> None:
    made.get(f"{PACK}.xlsx?month={MONTH}")
    with cohort.app_context():
        line = db.session.query(AuditLine).filter_by(action="report taken").one()
        assert (line.subject, line.detail["kind"]) == (
            "report “Participation: monthly pack”",
            "xlsx",
        )


def test_a_file_is_not_made_while_months_are_missing(cohort, boss) -> None:
    page(boss, f"{PACK}?month={MONTH}")
    assert "Download to print" not in page(boss, f"{PACK}?month={MONTH}")
    assert boss.get(f"{PACK}.pdf?month={MONTH}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/reports/nothing",
        "/reports/nothing.pdf",
        f"{PACK}.docx",
        f"{PACK}?month=2027-01",
    ],
)
def test_an_unknown_report_is_not_found(made, address) -> None:
    assert made.get(address).status_code == 404


def test_a_broken_report_is_listed_and_hides_no_other(boss, monkeypatch) -> None:
    wrong = actions.figures.reports.Found(
        "mine", None, "'hair' is not a breakdown: choose of sex."
    )
    found = (*actions.figures.reports.every(), wrong)
    monkeypatch.setattr(actions.figures.reports, "every", lambda: found)
    words = main_text(page(boss, "/reports"))
    assert "mine: 'hair' is not a breakdown" in words
    assert "Participation: monthly pack" in words
    assert boss.get("/reports/mine").status_code == 404


def test_an_auditor_reads_reports_and_opens_no_list(auditor) -> None:
    shown = page(auditor, f"/reports/by-home?month={MONTH}")
    assert "/figures/people" not in shown
