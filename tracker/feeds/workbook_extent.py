"""How much the sheets of a workbook hold, before anything lays them out in memory.

A sheet is laid out from its first cell to the last one filled, and every cell gets the
whole of its text, however often the file shares it. So both are reckoned first, by
reading the XML of the workbook as a stream of which nothing is kept.
"""

import zipfile
from array import array
from collections.abc import Mapping
from functools import lru_cache
from posixpath import basename
from xml.parsers import expat

from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import Stored

#: The pupils of the largest authority with all the columns of a census.
MOST_CELLS = 6_000_000
#: Twenty characters in each of those cells.
MOST_TEXT = 120_000_000
#: Where less than this share of so many cells is filled, one lies far outside the list.
SPARSE = 0.1
MOST_SPARSE = 1_000_000

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576

_PIECE = 1 << 18


def refuse_too_large(file: Stored) -> None:
    """Raises Unreadable for a workbook that holds more than any list, or hides it."""
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        links = _links(file, archive, members)
        book = _Book(file.name)
        # The texts come first: the sheets only count them.
        for member in sorted(members, key=lambda each: not links.hold_texts(each)):
            part = _Part(book)
            try:
                _parse(archive, member, part)
            except expat.ExpatError:
                name = member.filename.casefold()
                if name.endswith(".xml") or basename(name) in links.targets:
                    raise _damaged(file.name) from None
            part.close()


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        f"{name} cannot be opened as a workbook; save it again as XLSX or CSV."
    )


def _links(
    file: Stored, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> "_Links":
    links = _Links()
    for member in members:
        if member.filename.casefold().endswith(".rels"):
            try:
                _parse(archive, member, links)
            except expat.ExpatError:
                raise _damaged(file.name) from None
    return links


class _Links:
    """The names that a workbook gives its parts, without folders."""

    def __init__(self) -> None:
        self.targets: set[str] = set()
        self.texts: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        self.targets.add(basename(target).casefold())
        if attributes.get("Type", "").casefold().endswith("sharedstrings"):
            self.texts.add(basename(target).casefold())

    def text(self, text: str) -> None:
        """There is none."""

    def end(self, tag: str) -> None:
        """Nothing follows from it."""

    def hold_texts(self, member: zipfile.ZipInfo) -> bool:
        name = basename(member.filename).casefold()
        return name in self.texts or "sharedstrings" in name


def _parse(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, part: "_Links | _Part"
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = part.start
    parser.EndElementHandler = part.end
    parser.CharacterDataHandler = part.text
    with archive.open(member) as stream:
        try:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (LookupError, ValueError):
            # An encoding that is not known, or none that text is written in.
            raise expat.ExpatError from None


def _refuse_declarations(*declared: object) -> None:
    # No spreadsheet program declares anything, and no entity has to be looked up.
    raise expat.ExpatError


class _Book:
    """What all sheets hold together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lengths = array("L")
        self.given = 0
        self.box = 0
        self.text = 0

    def check(self) -> None:
        """Raises Unreadable for more cells or text than any list has."""
        if self.given > MOST_CELLS:
            raise self.too_many()
        if self.text > MOST_TEXT:
            raise Unreadable(
                f"The cells of {self.name} hold more than {MOST_TEXT:,} characters, "
                "which no list of young people does; send only the columns that were "
                "asked for."
            )

    def too_many(self) -> Unreadable:
        return Unreadable(
            f"{self.name} has more than {MOST_CELLS:,} cells; send it as CSV, or only "
            "the columns that were asked for."
        )


class _Part:
    """One part of the archive: a sheet, the texts that sheets share, or neither.

    The names of elements alone decide, because names of files and prefixes are free.
    A cell or text is counted when the next one begins, and looked at against the limits
    once a row, since sheets have millions of cells.
    """

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.last_row = self.last_column = self.given = 0
        self._named_row = self._row = self._column = 0
        self._row_digits = ""
        self._inside = ""
        self._kind: str | None = None
        self._filled = self._value = False
        self._text = ""
        self._length = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            if self._filled:
                self._count_cell()
            self._inside, self._kind = "c", attributes.get("t")
            reference = attributes.get("r")
            if reference is None:
                # It stands in the row that the element names, whatever cells said.
                self._row = max(self._row, self._named_row)
                self._column += 1
                if self._column > LAST_COLUMN:
                    raise self._nowhere(f"column {self._column:,}")
            else:
                letters = reference.rstrip("0123456789")
                if reference[len(letters) :] != self._row_digits:
                    self._to_row(reference, letters)
                self._column = _column_number(letters)
                if not self._column:
                    raise self._nowhere(reference)
        elif self._inside == "c" and name != "row":
            self._filled, self._value = True, name == "v"
        elif name == "row":
            self._finish()
            number = attributes.get("r")
            self._named_row = _number(number) if number else self._named_row + 1
            self._row, self._row_digits = self._named_row, str(self._named_row)
            self._column = 0
        elif name == "si":
            self._finish()
            self._inside = "si"

    def text(self, text: str) -> None:
        if self._kind == "s" and self._inside == "c":
            if self._value:
                self._text = self._text[:20] + text
        elif self._inside:
            self._length += len(text)

    def end(self, tag: str) -> None:
        self._value = False

    def close(self) -> None:
        """Raises Unreadable if the sheets so far are too large laid out."""
        self._finish()
        box = self.last_row * self.last_column
        self.book.box += box
        if box > MOST_SPARSE and self.given < box * SPARSE:
            raise Unreadable(
                f"A sheet of {self.book.name} has a filled cell in row "
                f"{self.last_row:,} and one in column {self.last_column:,}; delete "
                "what lies outside the list."
            )
        if self.book.box > MOST_CELLS:
            raise self.book.too_many()

    def _finish(self) -> None:
        """Counts what is still open, and looks at the limits."""
        if self._filled:
            self._count_cell()
        elif self._inside == "si":
            self.book.lengths.append(self._length)
            self.book.text += self._length
        self._inside, self._length = "", 0
        self.book.check()

    def _count_cell(self) -> None:
        self.given += 1
        self.book.given += 1
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)
        if self._kind == "s":
            index, lengths = _number(self._text.strip()), self.book.lengths
            self.book.text += lengths[index] if index < len(lengths) else 0
        self.book.text += self._length
        self._filled, self._length, self._text = False, 0, ""

    def _to_row(self, reference: str, letters: str) -> None:
        self._row_digits = reference[len(letters) :]
        self._row = _number(self._row_digits)
        if not 0 < self._row <= LAST_ROW:
            raise self._nowhere(reference)

    def _nowhere(self, reference: str) -> Unreadable:
        return Unreadable(
            f"A sheet of {self.book.name} has a cell at {reference[:20]}, where no "
            "spreadsheet has one; save it again as XLSX or CSV."
        )


def _number(text: str) -> int:
    """A number of a row or text; beyond all of them for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else LAST_ROW**2


@lru_cache(maxsize=LAST_COLUMN)
def _column_number(letters: str) -> int:
    """The number of a column; 0 for what is none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number if number <= LAST_COLUMN else 0
