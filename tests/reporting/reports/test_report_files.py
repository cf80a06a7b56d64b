"""A report as PDF and XLSX, from an invented document."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tracker import reporting
from tracker.domain.figures.disclosure import HIDDEN, Cell
from tracker.reporting.panels.panel import Column, Kind, Panel, Picture, Row, Series
from tracker.reporting.reports.report import Document, Everybody, Report

ODD = 'Saint "Odd"\'s #1 *School* [Old] $x$ @home <b> & Sons \\ End'


def panel(rows: int = 2, title: str = "By school", kind: str = "bars") -> Panel:
    lines = tuple(
        Row(
            f"School {n}",
            (Cell(n + 6), Cell(5.5), Cell(-0.4), Cell(2), Cell(None, "t")),
        )
        for n in range(rows)
    )
    return Panel(
        name="groups",
        title=title,
        about="As at a day.",
        corner="School",
        columns=(
            Column("NEET"),
            Column("NEET %", Kind.PERCENT),
            Column("Change", Kind.CHANGE),
            Column("Fifth", Kind.FIFTH),
            Column("Of", Kind.TEXT),
        ),
        rows=(Row(ODD, (HIDDEN,) * 4 + (Cell(None, "=1+1"),)), *lines),
        bottom=Row("All", (Cell(1204), Cell(5.0), Cell(0.3), Cell(1), Cell(None, ""))),
        picture=Picture(
            kind,
            "NEET, by school",
            "About it",
            tuple(line.title for line in lines),
            (Series("NEET", tuple(5.5 for _ in lines)),),
        ),
    )


def document(*panels: Panel) -> Document:
    report = Report("Title", "Readers", "Purpose", (Everybody(),))
    return Document(
        "mine", report, "Testham (invented)", date(2026, 10, 31), panels, ("A note.",)
    )


def words(made: bytes) -> str:
    return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages)


@pytest.mark.parametrize("kind", ["bars", "lines", "stack"])
def test_a_pdf_has_the_content_of_the_panel(kind) -> None:
    text = " ".join(
        words(reporting.reports.typeset.made(document(panel(kind=kind)))).split()
    )
    for expected in ("By school", "1,204 5.0% +0.3 1st (best)", "School 1 7 5.5% −0.4"):
        assert expected in text
    assert "A note." in text


def test_odd_names_are_text_and_not_markup() -> None:
    text = " ".join(words(reporting.reports.typeset.made(document(panel()))).split())
    assert "*School* [Old] $x$ @home <b> & Sons \\ End" in text


def test_the_headings_of_a_long_table_are_on_every_page() -> None:
    long = replace(panel(rows=120), picture=None)
    reader = PdfReader(io.BytesIO(reporting.reports.typeset.made(document(long))))
    pages = [page.extract_text() for page in reader.pages]
    with_rows = [page for page in pages if "School " in page]
    assert len(with_rows) >= 3
    assert all("NEET %" in page for page in with_rows)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_an_empty_panel_can_be_printed() -> None:
    empty = Panel("p", "Empty", "A", "C", (Column("N"),), ())
    assert "There are no young people to count here." in words(
        reporting.reports.typeset.made(document(empty))
    )
    reporting.reports.report_sheets.made(document(empty))


def test_a_workbook_has_numbers_symbols_and_no_formula() -> None:
    made = reporting.reports.report_sheets.made(
        document(panel(), panel(), panel(title="A/B: [c]?"))
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["About", "By school", "By school 2", "A B   c"]
    rows = {row[0]: row[1:] for row in book.get_sheet_by_name("By school").to_python()}
    assert rows["School 0"][:4] == [6, 5.5, -0.4, "2nd"]
    assert rows[ODD][:5] == ["c", "c", "c", "c", "'=1+1"]
    assert rows["All"][0] == 1204


def test_the_same_report_gives_the_same_bytes() -> None:
    example = document(panel())
    assert reporting.reports.typeset.made(example) == reporting.reports.typeset.made(
        example
    )
    assert reporting.reports.report_sheets.made(
        example
    ) == reporting.reports.report_sheets.made(example)
