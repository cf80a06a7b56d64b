"""The reason why the sheets of an XLSX were too large to be laid out.

A sheet is laid out from its first cell to the last one filled, and every cell gets the
whole of its text, however often the file shares it. Where that failed, the XML of the
workbook is read as a stream, without keeping any of it, to find what the sender should
correct. The time grows with the file, so it runs as a program of its own, with limits.
"""

import json
import resource
import sys
import zipfile
from array import array
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from posixpath import basename
from typing import BinaryIO
from xml.parsers import expat

#: The pupils of the largest authority with all the columns of a census.
MOST_CELLS = 6_000_000
#: Twenty characters in each of those cells.
MOST_TEXT = 120_000_000
#: Where less than this share of so many cells is filled, one lies far outside the list.
SPARSE = 0.1
MOST_SPARSE = 1_000_000
#: A sheet for each tutor group, course and year is many; no list has more.
MOST_SHEETS = 250


@dataclass(frozen=True, slots=True)
class Limits:
    """What the sheets of a workbook may hold together."""

    cells: int
    text: int
    sparse: int
    sheets: int

    def as_argument(self) -> str:
        """The limits as the argument of a program."""
        return json.dumps(asdict(self))


def limits() -> Limits:
    """The limits that no list of young people exceeds."""
    return Limits(MOST_CELLS, MOST_TEXT, MOST_SPARSE, MOST_SHEETS)


class TooLarge(Exception):
    """A workbook holds more than any list, or hides it; the text is one sentence."""


LAST_COLUMN, LAST_ROW = 16_384, 1_048_576

_PIECE = 1 << 18


def refuse_too_large(stream: BinaryIO, name: str, most: Limits) -> None:
    """Raises TooLarge for a workbook that holds more than any list, or hides it."""
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        targets, texts = _links(name, archive, members)
        book = Book(name, most)

        def holds_texts(member: zipfile.ZipInfo) -> bool:
            part_name = basename(member.filename).casefold()
            return part_name in texts or "sharedstrings" in part_name

        # The texts come first: the sheets only count them.
        for member in sorted(members, key=holds_texts, reverse=True):
            part = _Part(book)
            try:
                _parse(archive, member, part.start, part.end, part.text)
            except expat.ExpatError:
                part_name = member.filename.casefold()
                if part_name.endswith(".xml") or basename(part_name) in targets:
                    raise _damaged(name) from None
            part.close()


def _damaged(name: str) -> TooLarge:
    return TooLarge(
        f"{name} cannot be opened as a workbook; save it again as XLSX or CSV."
    )


def _links(
    name: str, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> tuple[set[str], set[str]]:
    """The names that a workbook gives its parts, without folders: all of them, and
    those of the parts with the texts that sheets share.
    """
    targets, texts = set(), set()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        target = basename(attributes.get("Target", "").replace("\\", "/")).casefold()
        targets.add(target)
        if attributes.get("Type", "").casefold().endswith("sharedstrings"):
            texts.add(target)

    for member in members:
        if member.filename.casefold().endswith(".rels"):
            try:
                _parse(archive, member, start)
            except expat.ExpatError:
                raise _damaged(name) from None
    return targets, texts


def _parse(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
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


class Book:
    """The cells and the text of all sheets together, against the limits."""

    def __init__(self, name: str, most: Limits) -> None:
        self.name = name
        self.most = most
        self.lengths = array("L")
        self.given = 0
        self.box = 0
        self.text = 0

    def check(self) -> None:
        """Raises TooLarge for more cells or text than any list has."""
        if self.given > self.most.cells:
            raise self.too_many()
        if self.text > self.most.text:
            raise TooLarge(
                f"The cells of {self.name} hold more than {self.most.text:,} "
                "characters, which no list of young people does; send only the columns "
                "that were requested."
            )

    def lay_out(self, last_row: int, last_column: int, filled: int | None) -> None:
        """Adds a sheet with so many cells ``filled``, None where they are not counted.

        Raises TooLarge for one cell far outside the list, and for sheets that are too
        large laid out.
        """
        box = last_row * last_column
        self.box += box
        far = filled is not None and box > self.most.sparse and filled < box * SPARSE
        if far:
            raise TooLarge(
                f"A sheet of {self.name} has a filled cell in row {last_row:,} and one "
                f"in column {last_column:,}; delete what lies outside the list."
            )
        if self.box > self.most.cells:
            raise self.too_many()

    def too_many(self) -> TooLarge:
        """The refusal of a workbook with too many cells, to be raised."""
        return TooLarge(
            f"{self.name} has more than {self.most.cells:,} cells; send it as CSV, or "
            "only the columns that were requested."
        )


class _Part:
    """One part of the archive: a sheet, the texts that sheets share, or neither.

    The names of elements alone decide, because names of files and prefixes are free.
    A cell or text is counted when the next one begins, and looked at against the limits
    once a row, since sheets have millions of cells.
    """

    def __init__(self, book: Book) -> None:
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
                # Its row is that of the row element, whatever the cells before it name.
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
        """Raises TooLarge if the sheets so far are too large laid out."""
        self._finish()
        self.book.lay_out(self.last_row, self.last_column, self.given)

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

    def _nowhere(self, reference: str) -> TooLarge:
        return TooLarge(
            f"A sheet of {self.book.name} has a cell at {reference[:20]}, where no "
            "spreadsheet has one; save it again as XLSX or CSV."
        )


def _number(text: str) -> int:
    """The number of a row or text; for anything else a number beyond all rows."""
    return int(text) if text.isdecimal() and len(text) < 10 else LAST_ROW**2


@lru_cache(maxsize=LAST_COLUMN)
def _column_number(letters: str) -> int:
    """The number of the column with these letters; 0 if no column has them."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number if number <= LAST_COLUMN else 0


def main(name: str, most: str, memory: int, seconds: int) -> None:
    """Writes why the workbook on standard input is too large; nothing if it is not."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        refuse_too_large(sys.stdin.buffer, name, Limits(**json.loads(most)))
    except TooLarge as found:
        sys.stdout.write(str(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
