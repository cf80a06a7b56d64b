"""Short lists are read in a confined process: pasted, sent, or on this machine."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tracker import feeds
from tracker.confinement import processes
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.recognition import short_lists

HEADINGS = {"name": ["Name", "Full name"], "born": ["Date of birth", "DOB"]}
NEEDS = (("name",),)


def book(*rows: tuple[object, ...]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return content.getvalue()


def named(content: bytes, name: str = "list.xlsx") -> list[short_lists.ListLine]:
    return feeds.confined.named((name, content), "a list", HEADINGS, NEEDS, 5)


@pytest.mark.parametrize(
    "text",
    [
        'Name,Born\n"Holt, Ann",2009\n\nZoë\tWest,2010',
        "Name\tBorn\r\nAnn\t2009\r",
        "Name;Born\nAnn;2009",
        "\n\nName\n名",
        '"a\nb",c',
    ],
)
def test_a_pasted_list_has_the_same_cells(text: str) -> None:
    assert feeds.confined.pasted(text) == short_lists.pasted(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [(" \n", "Paste a list"), ('Name\n"Ann', "quotation mark is missing")],
)
def test_a_pasted_list_that_cannot_be_read(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        feeds.confined.pasted(text)


def test_a_workbook_and_its_text_have_the_same_lines(tmp_path: Path) -> None:
    content = book(("A title",), ("Full name", "DOB"), ("Ann",), (), ("Zoë", "2009"))
    lines = named(content)
    assert lines == [(3, {"name": "Ann"}), (5, {"name": "Zoë", "born": "2009"})]
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert feeds.confined.named(path, "a list", HEADINGS, NEEDS, 5) == lines
    text = short_lists.as_text(lines, HEADINGS)
    cells = feeds.confined.pasted(text)
    assert cells[0] == ["Name", "Date of birth"]
    assert (cells[2], cells[4]) == (["Ann", ""], ["Zoë", "2009"])


def test_no_more_lines_come_than_are_used() -> None:
    rows = [("Name",), *((f"N{at}",) for at in range(1_000))]
    assert len(named(book(*rows))) == 6


def bomb() -> bytes:
    """A workbook of some kilobytes that is 30 MB when it is unpacked."""
    content = io.BytesIO(book(("Name",), ("Ann",)))
    with (
        zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(30):
            part.write(bytes(1_000_000))
    return content.getvalue()


LAUGHS = "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha"}">' for at in range(9)
)
FAR = (
    '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    "</worksheet>"
)


def with_sheet(sheet: str) -> bytes:
    """A workbook whose one sheet is that XML."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(("Name",), ("Ann",)))) as given,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for each in given.infolist():
            is_sheet = each.filename.endswith("sheet1.xml")
            made.writestr(each, sheet if is_sheet else given.read(each))
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bomb.xlsx", bomb(), "bomb.xlsx"),
        ("far.xlsx", with_sheet(FAR), "far.xlsx"),
        (
            "laughs.xlsx",
            with_sheet(f"<!DOCTYPE x [{LAUGHS}]><worksheet>&l8;</worksheet>"),
            "laughs.xlsx",
        ),
        ("line.csv", b"Name\n" + b"x" * 400_000, "line.csv"),
        ("cell.csv", b'Name\n"' + b"x\n" * 200_000, "cell.csv"),
        ("cut.xlsx", book(("Name",))[:900], "cut.xlsx"),
        ("page.xlsx", b"<html><table>" + b"<tr><td>" * 50_000, "page.xlsx"),
        ("a.pdf", b"%PDF-1.7 x", "a.pdf"),
    ],
)
def test_a_file_made_to_do_harm_is_one_sentence(
    name: str, content: bytes, says: str
) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        named(content, name)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_a_list_whose_process_is_ended_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(*it, **more):
        raise processes.Ended
        yield

    monkeypatch.setattr(processes, "stream", ended)
    with pytest.raises(Unreadable, match=r"^The list takes more memory or time"):
        feeds.confined.pasted("Name\nAnn")


@pytest.mark.parametrize("answer", [[["a", 1]], [7], 7, [{"a": "b"}, None]])
def test_cells_of_another_kind_are_not_believed(
    monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    monkeypatch.setattr(processes, "stream", lambda *it, **more: iter([answer]))
    with pytest.raises(Unreadable, match="cannot be read as it is"):
        feeds.confined.pasted("Name")
    with pytest.raises(Unreadable, match="cannot be read as it is"):
        named(b"Name")
