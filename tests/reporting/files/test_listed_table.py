"""A list as CSV and as a workbook: the same columns, safe text, typed days."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tracker.reporting.files.listed_table import FORMS, listed

HEADINGS = ("Young person", "Name", "Date of birth", "Form")
ROWS = [
    (7, "=Amina Holtby", date(2009, 12, 3), None),
    (12, "Bryn O’Norley", date(2010, 1, 31), ""),
]


def made(form: str, rows=ROWS) -> bytes:
    return listed(
        form,
        HEADINGS,
        rows,
        title="Offer: missing",
        organisation="Invented council",
        as_of=date(2026, 11, 24),
    )


def test_a_workbook_keeps_days_and_numbers_as_such() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made("xlsx")))
    title, below, _, headings, *rows = book.get_sheet_by_name("List").to_python()
    assert title[0] == "Offer: missing"
    assert below[0] == "OFFICIAL-SENSITIVE. From Invented council."
    assert tuple(headings) == HEADINGS
    assert rows == [
        [7, "'=Amina Holtby", date(2009, 12, 3), ""],
        [12, "Bryn O’Norley", date(2010, 1, 31), ""],
    ]


def test_a_csv_has_the_same_rows() -> None:
    found = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"))))
    assert found[0] == list(HEADINGS)
    assert found[1:] == [
        ["7", "'=Amina Holtby", "2009-12-03", ""],
        ["12", "Bryn O’Norley", "2010-01-31", ""],
    ]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_list_is_the_same_file_and_may_be_empty(form: str) -> None:
    assert made(form) == made(form)
    assert made(form, [])
