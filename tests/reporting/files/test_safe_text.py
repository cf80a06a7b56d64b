"""A spreadsheet never runs text that is written for it."""

import csv
import io
from datetime import date

import pytest

from tracker.reporting.files.safe_text import plain, safe, write_csv


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 1942 000000",
        "-2",
        "@here",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "＝1+1",
        '=HYPERLINK("http://example.invalid","Robin")',
    ],
)
def test_text_that_looks_like_a_formula_is_made_text(text):
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["Robin", "O'Sample", "Ann-Marie", "a=b", "", "É"])
def test_other_text_is_left_alone(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (-3, "-3"), (2.5, "2.5"), (date(2026, 11, 4), "2026-11-04")],
)
def test_numbers_and_dates_are_left_alone(value, text):
    assert plain(value) == text


def test_csv_begins_with_a_byte_order_mark_so_that_excel_reads_accents():
    stream = io.StringIO(newline="")
    assert write_csv(stream, ["Name", "Since"], [["Zoë, Å", None], ["=2", "x\ny"]]) == 2
    assert stream.getvalue().startswith("\ufeffName,Since\r\n")
    assert list(csv.reader(io.StringIO(stream.getvalue()[1:], newline=""))) == [
        ["Name", "Since"],
        ["Zoë, Å", ""],
        ["'=2", "x\ny"],
    ]
