"""Workbooks that are too large to be laid out, however their XML is written."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import feeds
from tracker.feeds.declaration import Unreadable
from tracker.feeds.registry import FEEDS

HEAD = ["Forename", "Surname", "DOB", "StartDate"]
SHEET = "xl/worksheets/sheet1.xml"
LINKS = "xl/_rels/workbook.xml.rels"


def changed(path: Path, change: Callable[[dict[str, str]], None]) -> Path:
    """The workbook with some of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        list(FEEDS["provider-enrolment"].read([path]).rows)
    assert str(refused.value).endswith(".")
    return str(refused.value)


def rewrite(old: str, new: str) -> Callable[[dict[str, str]], None]:
    def change(parts: dict[str, str]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new)

    return change


def prefixed(parts: dict[str, str]) -> None:
    text = parts[SHEET].replace('r="D3"', 'r="XFD1048576"')
    text = re.sub(r"<(/?)(\w)", r"<\1x:\2", text)
    parts[SHEET] = text.replace("xmlns=", "xmlns:x=")


def elsewhere(parts: dict[str, str]) -> None:
    parts["xl/other/data.bin"] = parts.pop(SHEET).replace("D3", "XFD1048576")
    parts[LINKS] = parts[LINKS].replace("worksheets/sheet1.xml", "other/data.bin")


def without_references(parts: dict[str, str]) -> None:
    text = parts[SHEET].replace('<row r="3"', '<row r="1048576"')
    parts[SHEET] = text.replace(' r="D3"', "")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            rewrite('r="D3"', 'r="XFD1048576"'),
            "in row 1,048,576 and one in column 16,384",
        ),
        (
            rewrite('r="D3"', "r='XFD1048576'"),
            "in row 1,048,576 and one in column 16,384",
        ),
        (rewrite('r="D3"', 'r  = "XFD1048576"'), "in row 1,048,576"),
        (rewrite('r="D3"', 'r="&#88;FD1048576"'), "in row 1,048,576"),
        (
            rewrite('r="D3"', 'r="N1048576"'),
            "one in column 14; delete what lies outside",
        ),
        (
            rewrite('r="D3"', 'r="ZZZZZZ99999999999999"'),
            "at ZZZZZZ99999999999999, where",
        ),
        (rewrite('r="D3"', 'r="A0"'), "at A0, where no spreadsheet has one"),
        (rewrite("<sheetData>", "<sheetData"), "cannot be opened as a workbook"),
        (prefixed, "in row 1,048,576 and one in column 16,384"),
        (elsewhere, "in row 1,048,576 and one in column 16,384"),
        (without_references, "in row 1,048,576 and one in column"),
    ],
)
def test_a_cell_far_outside_the_list_is_found(
    workbook: Callable[..., Path], change: Callable[..., None], says: str
) -> None:
    path = workbook(Learners=[HEAD, [], ["Ann", "Holt", "03/04/2009", "x"]])
    assert says in refusal(changed(path, change))


def test_an_empty_cell_far_outside_costs_nothing(workbook: Callable[..., Path]) -> None:
    path = workbook(Learners=[HEAD, [], ["Ann", "Holt", "03/04/2009", "x"]])
    styled = rewrite("</sheetData>", '<row r="9"><c r="XFD9" s="1"/></row></sheetData>')
    assert (
        len(list(FEEDS["provider-enrolment"].read([changed(path, styled)]).rows)) == 1
    )


def test_too_many_cells(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.reading.workbook_extent, "MOST_CELLS", 50)
    path = workbook(Learners=[HEAD, *[["Ann", "Holt", "03/04/2009", "x"]] * 20])
    assert "has more than 50 cells; send it as CSV" in refusal(path)


@pytest.mark.parametrize("inline", [False, True])
def test_one_long_text_in_many_cells(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, inline: bool
) -> None:
    def spell_out(parts: dict[str, str]) -> None:
        if inline:
            parts[SHEET] = re.sub(
                r't="s"><v>\d+</v>',
                f't="inlineStr"><is><t>{"x" * 500}</t></is>',
                parts[SHEET],
            )

    monkeypatch.setattr(feeds.reading.workbook_extent, "MOST_TEXT", 20_000)
    path = workbook(Learners=[HEAD, *[["x" * 500] * 4] * 20])
    assert "hold more than 20,000 characters" in refusal(changed(path, spell_out))


def test_a_workbook_that_says_it_is_binary_is_not_measured_but_limited(
    workbook: Callable[..., Path],
) -> None:
    def binary(parts: dict[str, str]) -> None:
        parts["xl/workbook.bin"] = ""
        parts[SHEET] = parts[SHEET].replace('r="A1"', 'r="XFD1048576"')

    sentence = refusal(changed(workbook(Learners=[HEAD]), binary))
    assert "delete what lies outside" in sentence or "cannot be opened" in sentence


def test_a_declaration_is_no_part_of_a_workbook(workbook: Callable[..., Path]) -> None:
    path = workbook(Learners=[HEAD, ["Ann", "Holt", "03/04/2009", "x"]])
    declared = rewrite("<worksheet", '<!DOCTYPE x [<!ENTITY e "9">]><worksheet')
    assert "cannot be opened as a workbook" in refusal(changed(path, declared))


def test_a_row_without_end_needs_no_references(workbook: Callable[..., Path]) -> None:
    def endless(parts: dict[str, str]) -> None:
        cells = "<c><v>1</v></c>" * (feeds.reading.workbook_extent.LAST_COLUMN + 1)
        parts[SHEET] = parts[SHEET].replace(
            "</sheetData>", f"<row>{cells}</row></sheetData>"
        )

    path = workbook(Learners=[HEAD, ["Ann", "Holt", "03/04/2009", "x"]])
    assert "has 16,385 columns; no list has so many" in refusal(changed(path, endless))


def test_a_workbook_of_thousands_of_sheets_is_refused_at_once(
    workbook: Callable[..., Path],
) -> None:
    many = {f"Group {at}": [HEAD] for at in range(300)}
    path = workbook(**many)
    assert refusal(path) == (
        f"{path.name} has 300 sheets, which no list of young people has; send the "
        "sheet with the list alone."
    )
