"""The XML library alone: the least time that reading and writing can take."""

import tempfile
from pathlib import Path
from typing import Any

from lxml import etree

from tracker.returns.record import HEADER, RECORD, ROOT

#: An element as plain values: its tag, its text, and the elements in it.
Plain = tuple[str, str | None, list[Any]]


def parse(path: Path) -> int:
    """Reads a return record by record and does nothing else; returns their number."""
    count = 0
    for _, element in etree.iterparse(str(path), tag=f"{{*}}{RECORD}"):
        element.clear()
        count += 1
    return count


def plain(data: bytes) -> list[Plain]:
    """The header and the records of a return as plain values."""
    root = etree.fromstring(data)
    return [_plain(element) for element in root if element.tag in (HEADER, RECORD)]


def _plain(element: etree._Element) -> Plain:
    return element.tag, element.text, [_plain(child) for child in element]


def write(elements: list[Plain]) -> None:
    """Writes them as a stream into a temporary file."""
    with (
        tempfile.TemporaryFile() as file,
        etree.xmlfile(file, encoding="UTF-8") as xml,
    ):
        xml.write_declaration()
        with xml.element(ROOT):
            for each in elements:
                xml.write(_element(each))


def _element(plain: Plain) -> etree._Element:
    tag, text, children = plain
    element = etree.Element(tag)
    element.text = text
    element.extend([_element(child) for child in children])
    return element
