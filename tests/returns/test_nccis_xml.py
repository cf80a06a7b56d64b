"""Files are written in order, without empty elements, and read back the same."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from tracker.returns.nccis_xml import Reading, write
from tracker.returns.record import COLUMNS, LAYOUT, Header, Node

HEADER = Header(
    databases=("444", "445"),
    authorities=("359", "355"),
    sent=date(2026, 11, 4),
    period_end=date(2026, 10, 31),
    supplier="Invented & Sons",
    supplier_version="2.1",
    schema_version="1.0",
)


def written(rows: list[dict[str, Any]], header: Header = HEADER) -> bytes:
    stream = BytesIO()
    write(stream, header, rows)
    return stream.getvalue()


def read_back(content: bytes, folder: Path) -> tuple[Header, list[dict[str, Any]]]:
    path = folder / "back.xml"
    path.write_bytes(content)
    reading = Reading(path)
    rows = [{it: row[it] for it in COLUMNS if it in row} for row in reading]
    assert reading.file_errors == []
    return reading.header, rows


def tags(node: Node) -> list[str]:
    found = []
    for child in node.children:
        found.append(child.tag)
        if isinstance(child, Node):
            found += tags(child)
    return found


FULL = {column: f"{number} <&> é" for number, column in enumerate(COLUMNS)} | {
    "CharacteristicCode": ["110", "120"]
}


def test_a_written_file_is_read_back(tmp_path: Path) -> None:
    assert read_back(written([FULL]), tmp_path) == (HEADER, [FULL])


def test_elements_are_in_the_order_of_the_specification() -> None:
    record = etree.fromstring(written([FULL])).find("YoungPersonsRecord")
    assert record is not None
    order = [element.tag for element in record.iter()][1:]
    expected = tags(LAYOUT)
    expected.insert(expected.index("CharacteristicCode"), "CharacteristicCode")
    assert order == expected


def test_no_empty_element_is_written() -> None:
    row = dict.fromkeys(COLUMNS) | {"YoungPersonsID": "4440000000001", "County": ""}
    record = etree.fromstring(written([row])).find("YoungPersonsRecord")
    assert record is not None
    assert [element.tag for element in record.iter()] == [
        "YoungPersonsRecord",
        "PersonalDetails",
        "YoungPersonsID",
    ]


def test_the_same_records_give_the_same_bytes(rows: list[dict[str, Any]]) -> None:
    backwards = [dict(reversed(row.items())) for row in rows]
    assert written(rows) == written(backwards)


def test_a_file_written_again_is_the_same_file(
    sample_text: str, header: Header, rows: list[dict[str, Any]]
) -> None:
    comment = "<!-- Invented: the people in this file do not exist. -->\n"
    assert written(rows, header).decode() == sample_text.replace(comment, "")


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    _, [row] = read_back(written([{"GivenName": "A\x0bm\x00y"}]), tmp_path)
    assert row["GivenName"] == "Amy"


def test_a_header_without_dates_leaves_them_out() -> None:
    content = written([FULL], Header(("444",), ("359",), None, None))
    assert b"DateOfSend" not in content
    assert b"SupplierName" not in content


def test_records_are_written_one_at_a_time_and_counted() -> None:
    stream = BytesIO()
    assert write(stream, HEADER, ({"YoungPersonsID": str(n)} for n in range(7))) == 7


def test_elements_in_the_wrong_place_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_text(
        "<NCCIS><YoungPersonsRecord><PersonalDetails><GivenName>Amy</GivenName>"
        "<ActivityCode>210</ActivityCode></PersonalDetails><Gender>F</Gender>"
        "</YoungPersonsRecord></NCCIS>"
    )
    [row] = Reading(path)
    assert row == {"PersonalDetails": "PersonalDetails", "GivenName": "Amy"}
