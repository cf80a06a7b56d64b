"""A document about the handling of data as a tagged PDF."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tracker.domain.law.documents.document import (
    Document,
    Gap,
    Paragraph,
    Points,
    Section,
    Table,
)
from tracker.reporting.documents import printed

DAY = date(2026, 11, 28)


def document(*blocks) -> Document:
    return Document(
        "assessment", "An assessment", "Testham Council", (Section("One", blocks),)
    )


def words(found: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split())
        for page in PdfReader(io.BytesIO(found)).pages
    )


@pytest.mark.law("D-13")
def test_the_pdf_has_every_block_and_marks_what_is_to_be_filled_in() -> None:
    found = printed.pdf(
        document(
            Paragraph("Why #it *is* needed."),
            Points(("first", "second")),
            Gap("Who signs."),
            Table(("Who", "What"), (("Testham Hub", "Names & <numbers>"),), "Sent"),
        ),
        on=DAY,
    )
    text = words(found)
    for each in (
        *("An assessment", "28 November 2026", "Why #it *is* needed.", "first"),
        *("To be filled in by the council: Who signs.", "Names & <numbers>"),
    ):
        assert each in text
    reader = PdfReader(io.BytesIO(found))
    assert reader.metadata is not None
    assert reader.metadata.title == "An assessment"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_document_gives_the_same_bytes() -> None:
    one = document(Paragraph("a"))
    assert printed.pdf(one, on=DAY) == printed.pdf(one, on=DAY)


def test_a_table_without_rows_and_a_very_long_word_are_printed() -> None:
    found = printed.pdf(
        document(Table(("Who",), ()), Table(("Who", "What"), (("x" * 300, ""),))),
        on=DAY,
    )
    assert "Who" in words(found)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("#strong[*x*] $1$ _a_ `b` @c <d> \\", "#strong[*x*] $1$ _a_ `b` @c <d>"),
        ("مدرسة النور", "النور"),
        ("Nguyễn Łódź", "Nguyễn Łódź"),
        # No font here has these letters: the document is printed all the same.
        ("ਪੰਜਾਬ school", "school"),
        ("বাংলা school", "school"),
        ("東京 🏫 school", "school"),
    ],
)
def test_a_name_of_any_script_is_printed_and_the_pdf_is_tagged(name, shown) -> None:
    found = printed.pdf(document(Paragraph(name), Table(("A",), ((name,),))), on=DAY)
    assert shown in words(found)
    reader = PdfReader(io.BytesIO(found))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
