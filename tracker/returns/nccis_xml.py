"""The return as XML: written and read as a stream, a record at a time.

Files are written in the order of the specification, without empty elements, and the
same records give the same bytes. Files of any supplier can be read: a DOCTYPE, a
namespace, a year in the outermost element, other spellings and empty elements are
accepted, and values stay unchanged texts for the rules to check.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from tracker.confinement.views import Opened
from tracker.returns import xml_stream
from tracker.returns.cells import Cells
from tracker.returns.file_header import header_element, read_header
from tracker.returns.plain_records import BEGINS, ENDS, cut
from tracker.returns.record import (
    HEADER,
    LAYOUT,
    OTHER_SPELLINGS,
    PERSONAL_DETAILS,
    RECORD,
    ROOT,
    Header,
    Node,
)
from tracker.returns.xml_stream import (
    Piece,
    UnreadableError,
    local_name,
    opened,
    text_of,
)

Record = dict[str, Any]

# Encodings whose first 128 characters are those of UTF-8, by the start of the name.
_LIKE_ASCII = ("us-ascii", "iso-8859-", "windows-125")
_ID = f"{{*}}{PERSONAL_DETAILS}/{{*}}YoungPersonsID"

# Spreadsheets allow control characters in names; XML cannot contain them.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    stream: BinaryIO, header: Header, records: Iterable[Mapping[str, Any]]
) -> int:
    """Writes the header and the records, and returns how many records there were.

    A record maps columns of ``record.COLUMNS`` to text, None or "" if empty, and the
    characteristics to a list; other keys are not written. Only one record is in memory
    at a time.
    """
    count = 0
    with etree.xmlfile(stream, encoding="UTF-8") as xml:
        xml.write_declaration()
        with xml.element(ROOT):
            _write_indented(xml, header_element(header))
            for record in records:
                element = etree.Element(RECORD)
                _fill(element, LAYOUT, record)
                _write_indented(xml, element)
                count += 1
            xml.write("\n")
    stream.write(b"\n")
    return count


def _write_indented(xml: Any, element: etree._Element) -> None:
    etree.indent(element, level=1)
    xml.write("\n  ")
    xml.write(element)


def _fill(element: etree._Element, node: Node, record: Mapping[str, Any]) -> None:
    for child in node.children:
        if isinstance(child, Node):
            inner = etree.Element(child.tag)
            _fill(inner, child, record)
            if len(inner):
                element.append(inner)
            continue
        value = record.get(child.column)
        for text in (value or ()) if child.many else (value,):
            if text:
                written = _UNWRITABLE.sub("", text)
                etree.SubElement(element, child.tag).text = written


class Reading:
    """A file being read: its header at once, then its records, which can be read once.

    ``file_errors`` are sentences about the file as a whole; they are complete when all
    records have been read. A return of any size is read record by record. Raises
    UnreadableError when opened, or later at the place up to which the file can be read,
    if it is not XML, not a return, or does more than hold data.
    """

    def __init__(self, given: Path | Opened) -> None:
        self._file = given if isinstance(given, Opened) else opened(given)
        self.records_read = 0
        self._headers = 0
        self._errors: list[str] = []
        self._sections: dict[str, list[int]] = {}
        self.header = Header((), (), None, None)
        if not (name := xml_stream.root_name(self._file)).upper().startswith(ROOT):
            raise UnreadableError(
                f"The file is not an NCCIS return: its outermost element is {name}."
            )
        element = _find_header(self._file)
        if element is None:
            self._errors.append("The file has no FileHeader.")
        else:
            self.header, faults = read_header(element)
            self._errors += faults

    @property
    def file_errors(self) -> list[str]:
        return self._errors + [
            f"Record {first} has {what}."
            if not more
            else f"{len(more) + 1} records have {what}; the first is record {first}."
            for what, (first, *more) in self._sections.items()
        ]

    def __iter__(self) -> Iterator[Record]:
        """Each record as a mapping of columns to text, without blank elements.

        A record also has a key for each of its sections, such as ``Activities``; the
        key of the personal details is empty if they are missing.
        """
        for piece in self._pieces():
            yield from self._walk(piece)

    def parts(self) -> Iterator[tuple[Sequence[int], Cells]]:
        """The cells of some hundred records at a time, with the records' numbers.

        Records without personal details are counted and left out.
        """
        letters = None
        for piece in self._pieces():
            first = self.records_read + 1
            letters = letters or xml_stream.encoding(piece.data)
            cells = self._plain(piece, letters)
            if cells is not None:
                self.records_read += cells.size
                yield range(first, first + cells.size), cells
                continue
            counted = list(enumerate(self._walk(piece), start=first))
            judged = [it for it in counted if it[1][PERSONAL_DETAILS]]
            yield (
                [number for number, _ in judged],
                Cells.of([row for _, row in judged]),
            )

    def _plain(self, piece: Piece, letters: str) -> Cells | None:
        """The cells cut from the bytes of a piece; None if they are not plain."""
        if letters != "utf-8" and not (
            letters.startswith(_LIKE_ASCII) and piece.data.isascii()
        ):
            return None
        cells = cut(piece.data) if piece.elements and piece.sound else None
        if cells is None or cells.size != len(piece.elements):
            return None
        ids = cells.columns["YoungPersonsID"]
        for place in (0, -1):
            found = piece.elements[place].findtext(_ID, "").strip() or None
            if ids[place].as_py() != found:
                return None
        return cells

    def _pieces(self) -> Iterator[Piece]:
        yield from _pieces(self._file, self._errors)
        if self._headers > 1:
            self._errors.append(f"The file has {self._headers} FileHeaders, not one.")
        if not self.records_read:
            self._errors.append("The file holds no young person's record.")

    def _walk(self, piece: Piece) -> Iterator[Record]:
        for element in xml_stream.elements(piece):
            if local_name(element) == HEADER:
                self._headers += 1
                continue
            self.records_read += 1
            record: Record = {}
            self._collect(element, _PLACES, record)
            if PERSONAL_DETAILS not in record:
                record[PERSONAL_DETAILS] = ""
                self._note("no PersonalDetails section")
            yield record

    def _collect(self, element: etree._Element, places: Any, record: Record) -> None:
        for child in element:
            tag: Any = child.tag
            place = places.get(tag)
            if place is None:
                tag = local_name(child)
                place = places.get(OTHER_SPELLINGS.get(tag, tag))
                if place is None:
                    continue
            if place.__class__ is str:
                if not (text := text_of(child)):
                    continue
                # Of two values the first is used.
                if place in record:
                    self._note(f"more than one {tag}")
                else:
                    record[place] = text
            elif place.__class__ is list:
                if text := text_of(child):
                    record.setdefault(place[0], []).append(text)
            elif tag in record:
                self._note(f"more than one {tag} section")
            else:
                record[tag] = tag
                self._collect(child, place, record)

    def _note(self, what: str) -> None:
        self._sections.setdefault(what, []).append(self.records_read)


def _find_header(file: Opened) -> etree._Element | None:
    """The first header of the file, wherever it is.

    It comes first in nearly all files, and then only the first lines are read. The
    period in it must be known before any record can be checked.
    """
    parts = _pieces(file, [])
    every = (element for piece in parts for element in xml_stream.elements(piece))
    return next((it for it in every if local_name(it) == HEADER), None)


def _pieces(file: Opened, errors: list[str]) -> Iterator[Piece]:
    return xml_stream.pieces(file, (HEADER, RECORD), (BEGINS, ENDS), errors)


def _places(node: Node) -> dict[str, Any]:
    """The target of each element's text: a column, a list, or inner elements."""
    places: dict[str, Any] = {}
    for child in node.children:
        if isinstance(child, Node):
            places[child.tag] = _places(child)
        else:
            places[child.tag] = [child.column] if child.many else child.column
    return places


_PLACES = _places(LAYOUT)
