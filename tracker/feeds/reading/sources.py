"""Sent files, folders and archives as streams of bytes, and their kinds."""

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from tracker.feeds.reading.archives import DAMAGES, measured
from tracker.feeds.reading.old_office import OLD_OFFICE, refuse_other_documents
from tracker.feeds.reading.open_files import OpenFiles, is_sent, opened
from tracker.feeds.reading.refusals import refusal

_EMPTY_ARCHIVE = b"PK\x05\x06"
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NOT_TABLES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"{\\rtf": "a text document",
    b"MIME-Version:": "a web archive",
}


@dataclass(frozen=True)
class Stored:
    """One file as it was sent, alone or in an archive; it opens as often as needed."""

    name: str
    open: Callable[[], BinaryIO]

    def head(self, length: int = 4096) -> bytes:
        with self.open() as stream:
            return stream.read(length)

    def beginning(self, length: int = 4096) -> bytes:
        """As ``head``, after the empty lines that may fill the first pages."""
        with self.open() as stream:
            piece = stream.read(length)
            while piece and not piece.strip(_BLANK):
                piece = stream.read(length)
            return piece

    @cached_property
    def kind(self) -> str:
        """text, xml, workbook or archive. Raises Unreadable for anything else."""
        head = self.beginning()
        if not head:
            raise refusal("empty file", self.name)
        if head.startswith(b"PK\x03\x04"):
            return "workbook" if self._holds_workbook() else "archive"
        if head.startswith(_EMPTY_ARCHIVE):
            raise refusal("empty archive", self.name)
        if head.startswith(OLD_OFFICE):
            refuse_other_documents(self.name, self.open)
            return "workbook"
        for start, what in _NOT_TABLES.items():
            if head.startswith(start):
                raise refusal("no table", self.name, what=what)
        wide = self.head(4).startswith(_BYTE_ORDER_MARKS) or wide_encoding(head)
        plain = head.replace(b"\0", b"") if wide else head
        if plain.lstrip(_BLANK).startswith(b"<"):
            return "workbook" if is_markup_table(plain) else "xml"
        odd = sum(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in plain)
        if odd > 4 + len(plain) // 100:
            raise refusal("no text", self.name)
        return "text"

    def _holds_workbook(self) -> bool:
        with self.open() as stream:
            try:
                names = zipfile.ZipFile(stream).namelist()
            except DAMAGES:
                raise refusal("cut off", self.name) from None
        if any(name.endswith(".iwa") for name in names):
            raise refusal("Numbers document", self.name)
        return "[Content_Types].xml" in names or "content.xml" in names


#: The first element of a page saved as a workbook, and of Excel's own XML of 2003.
_MARKUP_TABLES = frozenset(
    (
        *(b"html", b"head", b"body", b"meta", b"style", b"title", b"center", b"div"),
        *(b"font", b"table", b"tr", b"workbook"),
    )
)
_NAME = re.compile(rb"<(?:\w+:)?(\w+)")
#: What may stand before the first element, and how it ends.
_BEFORE = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!", b">"))


def is_markup_table(head: bytes) -> bool:
    """Whether a file begins as an HTML page or a workbook in Excel's XML of 2003."""
    at = head.find(b"<")
    while at >= 0:
        if head[at : at + 14].upper().split() == [b"<!DOCTYPE", b"HTML"]:
            return True
        end = next((end for start, end in _BEFORE if head.startswith(start, at)), None)
        if end is None:
            found = _NAME.match(head, at)
            return found is not None and found[1].lower() in _MARKUP_TABLES
        close = head.find(end, at)
        at = head.find(b"<", close) if close >= 0 else -1
    return False


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a byte order mark, known by the NUL in half of its bytes."""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > pairs * 0.8 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.8 and odd < pairs * 0.1:
        return "utf-16-be"
    return None


def stored(paths: Sequence[Path]) -> list[Stored]:
    """The files under these paths: folders and archives are opened, nothing else is.

    Raises Unreadable for a path that is not there, an empty folder, and an archive that
    is damaged or larger when unpacked than any list.
    """
    found: list[Stored] = []
    files = opened(paths)
    for path in files:
        if files.place.is_folder(path):
            inside = files.place.files_below(path)
            if not inside:
                raise refusal("empty folder", path.name)
            found += [
                _file(files, each, str(each.relative_to(path))) for each in inside
            ]
            continue
        if not files.place.is_file(path):
            raise refusal("no such file", path)
        file = _file(files, path)
        if file.kind == "archive":
            found += members(path.name, file.open)
        else:
            found.append(file)
    if not found:
        raise refusal("nothing given")
    return found


def only(paths: Sequence[Path], what: str) -> list[Stored]:
    """As ``stored``, for feeds that take files and no folders."""
    files = opened(paths)
    for path in files:
        if files.place.is_folder(path):
            raise refusal("folder", path.name, what=what)
    return stored(files)


def _file(files: OpenFiles, path: Path, name: str | None = None) -> Stored:
    return Stored(name or path.name, lambda: files.open(path))


def members(name: str, archive: Callable[[], BinaryIO]) -> list[Stored]:
    """The files of an archive that were sent, in the order of their names.

    Raises Unreadable for one that is damaged, empty or larger than any list.
    """
    sent = [
        member
        for member in measured(name, archive)
        if not member.is_dir() and is_sent(member.filename)
    ]
    if not sent:
        raise refusal("empty archive", name)

    def opener(member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
        return lambda: cast(BinaryIO, zipfile.ZipFile(archive()).open(member))

    return [
        Stored(f"{name}/{member.filename}", opener(member))
        for member in sorted(sent, key=lambda each: each.filename)
    ]
