"""XML of any size and source, read safely, with clear error sentences.

Nothing outside the file is fetched, no entity is expanded, and elements are removed
from memory before the next ones are read.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from tracker import domain
from tracker.confinement.views import Opened
from tracker.domain.intake.markup import is_made_of_attributes
from tracker.refusal import Refusal

#: The number of bytes parsed at a time: few at first, for the header alone.
FIRST_PIECE, PIECE = 1 << 16, 1 << 21

_DECLARED = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)"""
)


class UnreadableError(Refusal):
    """The file is not XML or not a return; the message is one sentence to show."""


def local_name(element: etree._Element) -> str:
    """The element's name without a namespace; "" if it is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def opened(path: Path) -> Opened:
    """The file, opened. Raises UnreadableError where there is none to read."""
    if path.is_dir():
        raise UnreadableError(f"{path.name} is a folder, not a file.")
    try:
        return Opened(os.open(path, os.O_RDONLY))
    except FileNotFoundError:
        raise UnreadableError(f"There is no file {path}.") from None


def root_name(file: Opened) -> str:
    """The name of the outermost element.

    Raises UnreadableError if there is none, or if the file defines entities.
    """
    with file.open() as stream:
        parser = etree.iterparse(
            cast("BinaryIO", _Bounded(stream)),
            events=("start",),
            resolve_entities=False,
            no_network=True,
        )
        try:
            _, root = next(parser)
        except (etree.XMLSyntaxError, StopIteration):
            raise UnreadableError(_sentence(file, parser.error_log)) from None
        declared = root.getroottree().docinfo.internalDTD
        if declared is not None and any(True for _ in declared.iterentities()):
            raise UnreadableError(
                "The file defines entities of its own, which no return needs and which "
                "can do harm, so it was not read."
            )
        return local_name(root)


class _Bounded:
    """A file that is refused if it would fill the memory of a parser."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises UnreadableError."""
        data = self._stream.read(size)
        if is_made_of_attributes(data):
            raise UnreadableError(
                "The file has far more attributes than any return, so it was not read."
            )
        return data


def encoding(begins: bytes) -> str:
    """The encoding that a file declares in its first bytes, in lower case."""
    found = _DECLARED.match(begins)
    return found[1].decode().lower() if found else "utf-8"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file, and the wanted elements that end in them.

    A ``sound`` piece is well-formed to its end.
    """

    data: bytes
    elements: Sequence[etree._Element]
    sound: bool


def pieces(
    file: Opened,
    names: tuple[str, ...],
    around: tuple[bytes, bytes],
    errors: list[str],
) -> Iterator[Piece]:
    """A file piece by piece, with the elements of those names, in any namespace.

    ``around`` are the usual tags at the beginning and end of a record: in a file with
    such tags, the first piece ends before them and every other piece ends with one.
    Elements are emptied when the next piece is read. A second document after the first
    is reported in ``errors``; for anything else that is not XML, raises
    UnreadableError.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    for data in _cut(file, *around):
        error = _feed(parser, data)
        found = [element for _, element in parser.read_events()]
        if data or found:
            yield Piece(data, found, error is None)
        _forget(found)
        if error is not None:
            if error.code != etree.ErrorTypes.ERR_DOCUMENT_END:
                raise UnreadableError(_sentence(file, parser.feed_error_log)) from None
            errors.append(
                f"Line {error.lineno} continues after the end of the return; nothing "
                "from there on was read."
            )
            return


def _cut(file: Opened, begins: bytes, ends: bytes) -> Iterator[bytes]:
    """The bytes of a file, cut between records where possible; b"" at the end."""
    rest, begun = b"", False
    with file.open() as bytes_of_it:
        stream = _Bounded(bytes_of_it)
        size = FIRST_PIECE
        while block := stream.read(size):
            size = PIECE
            data = rest + block
            if not begun and (start := data.find(begins)) >= 0:
                begun = True
                yield data[:start]
                rest, data = b"", data[start:]
            # An end tag across two blocks begins in the block before.
            end = data.rfind(ends, max(len(rest) - len(ends), 0)) + len(ends)
            if end < len(ends):
                end = 0 if begun and len(data) < 2 * PIECE else len(data)
            if end:
                yield data[:end]
            rest = data[end:]
    if rest:
        yield rest
    yield b""


def _feed(parser: etree.XMLPullParser, data: bytes) -> etree.XMLSyntaxError | None:
    """Parses the bytes, or with b"" ends the parser; returns the error or None."""
    try:
        if data:
            parser.feed(data)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return error
    return None


def elements(piece: Piece) -> Iterator[etree._Element]:
    """The elements of a piece, one after the other.

    Raises UnreadableError where one holds an entity that is not defined.
    """
    for element in piece.elements:
        _refuse_undefined(element)
        yield element


def text_of(element: etree._Element) -> str:
    """The text of a field, including the text of inner elements."""
    if len(element):
        return "".join(map(str, element.itertext())).strip()
    return (element.text or "").strip()


def _refuse_undefined(element: etree._Element) -> None:
    """Refuses undefined entities, which the parser accepts beside a DOCTYPE."""
    for entity in element.iter(etree.Entity):
        parent = entity.getparent()
        line = (element if parent is None else parent).sourceline
        trouble = _TROUBLES[etree.ErrorTypes.ERR_UNDECLARED_ENTITY]
        raise UnreadableError(f"The file cannot be read at line {line}: {trouble}.")


def _forget(found: list[etree._Element]) -> None:
    """Removes elements from their parent, with everything before the last one."""
    if not found:
        return
    parent = found[-1].getparent()
    for element in found:
        if element.getparent() is not parent:
            element.clear()
    if parent is not None:
        del parent[: parent.index(found[-1]) + 1]
    found.clear()


def _trouble(row: dict[str, str]) -> tuple[int, str]:
    if (number := getattr(etree.ErrorTypes, row["error"], None)) is None:
        raise ValueError(f"the parser has no error '{row['error']}'")
    return number, row["trouble"]


#: The faults of a file that is not well-formed, by the number of the parser's error.
_TROUBLES = dict(
    domain.reference.tables.read(Path(__file__).with_name("xml_troubles.csv"), _trouble)
)


def _sentence(file: Opened, log: etree._ListErrorLog) -> str:
    if not file.size:
        return "The file is empty."
    # The exception of some faults has lost the line; the first entry of the log has it.
    for entry in log:
        if entry.type == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError
        trouble = _TROUBLES.get(entry.type, "it is not well-formed XML")
        return f"The file cannot be read at line {entry.line}: {trouble}."
    return "The file is not XML."
