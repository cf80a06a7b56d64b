"""Workbooks that are not XLSX, and files with a wrong ending."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.reading import workbooks
from tests.feeds.reading.workbooks import KINDS
from tracker import feeds
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.sources import stored
from tracker.feeds.reading.spreadsheets import sheets
from tracker.feeds.reading.text_tables import Row
from tracker.feeds.registry import FEEDS, recognise

Write = Callable[..., Path]

LIST = {
    "Learners": [
        ["Autumn 2026, Testham College (invented)"],
        [],
        ["Forename", "Surname", "DOB", "Postcode", "ULN", "DfENo", "StartDate"],
        ["Zoë", "Ó'Neil", date(2009, 4, 3), "WN1 1AZ", 1000000043, "0123", 46272],
        ["Ann", "Holt & Co", "03/04/2009", "WN1 1AA", "1000000043", 3594034, None],
    ],
    "Last year": [["Forename", "Surname", "DOB", "StartDate"], ["Old", "One", "", ""]],
}


def rows(path: Path) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    hidden: list[str] = []
    return list(sheets(stored([path])[0], hidden)), hidden


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_workbook_gives_the_same_cells(write: Write, name: str) -> None:
    found, hidden = rows(write(name, KINDS[name](LIST, hidden=["Last year"])))
    (_, lines), *others = found
    assert others == []
    assert hidden == ([] if name == "page.xls" else ["Last year"])
    numbers = [number for number, _ in lines]
    assert numbers == [1, 3, 4, 5]
    zoe, ann = (cells for _, cells in lines[2:])
    day = {"page.xls": "03/04/2009", "list.xlsb": "39906"}.get(name, "2009-04-03")
    if name == "list.xml":
        day = "2009-04-03T00:00:00.000"
    assert zoe == ["Zoë", "Ó'Neil", day, "WN1 1AZ", "1000000043", "0123", "46272"]
    assert ann[:6] == [
        *("Ann", "Holt & Co", "03/04/2009", "WN1 1AA", "1000000043", "3594034"),
    ]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("called", [None, "list.csv", "list.xlsx", "list.txt", "list"])
def test_a_workbook_is_read_whatever_its_ending(
    write: Write, understand, name: str, called: str | None
) -> None:
    path = write(called or name, KINDS[name](LIST, hidden=["Last year"]))
    assert recognise(path) == "provider-enrolment"
    zoe, ann = understand("provider-enrolment", path)
    assert (zoe.identity.given, zoe.identity.family) == ("Zoë", "Ó'Neil")
    assert zoe.identity.born == ann.identity.born == date(2009, 4, 3)
    assert zoe.identity.uln == ann.identity.uln == "1000000043"


@pytest.mark.parametrize("name", KINDS)
def test_a_workbook_in_an_archive_is_read(write: Write, understand, name: str) -> None:
    content = KINDS[name](LIST, hidden=["Last year"])
    path = write("sent.zip", workbooks._archive({name: content}))
    assert len(understand("provider-enrolment", path)) == 2


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        list(FEEDS["provider-enrolment"].read([path]).rows)
    return str(refused.value)


@pytest.mark.parametrize("name", [it for it in KINDS if it != "page.xls"])
def test_a_workbook_whose_sheets_are_hidden_says_so(write: Write, name: str) -> None:
    # A program refuses to hide every sheet, so an empty one stays visible.
    path = write(name, KINDS[name]({"Empty": [], **LIST}, hidden=[*LIST]))
    assert "is hidden; unhide it and send the file again" in refusal(path)


#: The record that locks a workbook of Excel 97, written over the second of its stream.
_FILEPASS = b"\x2f\x00"


def locked_xls() -> bytes:
    content = workbooks.xls(LIST)
    start = content.index(b"\x09\x08\x10\x00\x00\x06")  # the beginning of the stream
    second = start + 4 + int.from_bytes(content[start + 2 : start + 4], "little")
    return content[:second] + _FILEPASS + content[second + 2 :]


def office(stream: str) -> bytes:
    """A file of the old Office format with a stream of that name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return head + stream.encode("utf-16-le").ljust(512, b"\0") + b"\0" * 2048


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xls", locked_xls(), "is protected by a password; send it without one"),
        ("a.xlsx", office("EncryptedPackage"), "is protected by a password"),
        ("a.xls", office("WordDocument"), "is a Word document; save"),
        ("a.xls", office("Workbook"), "cannot be opened as a workbook"),
        ("a.xls", workbooks.xls(LIST)[:3_000], "is damaged, or no workbook"),
        ("a.xls", b"<html><body>Sign in</body></html>", "has no table in it"),
        (
            "a.xls",
            b"<!DOCTYPE x [<!ENTITY a 'b'>]>"
            + workbooks.xml_2003(LIST).partition(b"?>")[2],
            "declares entities",
        ),
        ("a.xls", workbooks.xml_2003(LIST)[:600], "is broken or incomplete"),
        (
            "a.xls",
            b"MIME-Version: 1.0\r\nX-Document-Type: Workbook",
            "is a web archive",
        ),
        ("a.ods", workbooks.ods_of(""), "nothing"),
        (
            "a.numbers",
            workbooks._archive({"Index/Document.iwa": b"x"}),
            "is a Numbers document",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    write: Write, name: str, content: bytes, says: str
) -> None:
    sentence = refusal(write(name, content))
    assert says in sentence
    assert name in sentence


def test_one_far_cell_of_an_old_workbook_is_named(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.reading.workbooks, "MOST_SPARSE", 1_000)
    far: list[list[workbooks.Cell]] = [
        *LIST["Learners"],
        *([[]] * 40),
        [None] * 60 + ["x"],
    ]
    sentence = refusal(write("a.xls", workbooks.xls({"L": far})))
    assert "one in column 61; delete what lies outside" in sentence


def test_a_workbook_of_too_many_cells_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.ods", workbooks.ods(LIST))
    monkeypatch.setattr(feeds.reading.workbooks, "MOST_CELLS", 10)
    assert "has more than 10 cells" in refusal(path)
    monkeypatch.setattr(feeds.reading.workbooks, "MOST_TEXT", 10)
    assert "hold more than 10 characters" in refusal(path)


def test_the_headings_of_two_sheets_are_both_lists(write: Write, understand) -> None:
    head, row = LIST["Learners"][2], LIST["Learners"][3]
    path = write("a.xls", workbooks.xls({"12": [head, row], "13": [head, row]}))
    assert len(understand("provider-enrolment", path)) == 2


def test_the_layout_of_a_page_is_no_list(write: Write, understand) -> None:
    inner = workbooks.html({"L": LIST["Learners"]}).decode()
    table = inner[inner.index("<table") : inner.index("</table>") + 8]
    page = f"<html><table><tr><td>Menu</td><td>{table}</td></tr></table></html>"
    assert len(understand("provider-enrolment", write("a.xls", page))) == 2
