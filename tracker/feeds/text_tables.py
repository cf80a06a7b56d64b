"""Tables in text files, of any encoding and delimiter, as numbered rows of text."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import closing

from tracker.feeds.feed import Unreadable
from tracker.feeds.reading import Stored

Row = tuple[int, list[str]]

DELIMITERS = (",", ";", "\t", "|")

#: A line of any list we know has a few hundred characters and at most 150 columns.
LONGEST_LINE = 200_000
LONGEST_FIELD = 32_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(file: Stored) -> str:
    """The byte order mark decides, else strict UTF-8, else Windows-1252.

    Reads the whole file once, in pieces, and refuses lines without end on the way.
    """
    for mark, encoding in _MARKS:
        if file.head(4).startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    line = 1
    since_break = 0
    with file.open() as stream:
        while piece := stream.read(1 << 18):
            breaks = piece.count(b"\n") or piece.count(b"\r")
            if breaks:
                last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
                first = min(
                    at for at in (piece.find(b"\n"), piece.find(b"\r")) if at >= 0
                )
                longest = max(since_break + first, *map(len, piece.splitlines()))
                since_break = len(piece) - last - 1
            else:
                since_break += len(piece)
                longest = since_break
            if longest > LONGEST_LINE:
                raise _endless(file.name, line)
            line += breaks
            if encoding == "utf-8":
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    encoding = "cp1252"
        if encoding == "utf-8":
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                encoding = "cp1252"
    return encoding


def _endless(name: str, line: int) -> Unreadable:
    return Unreadable(
        f"{name} has a line of more than {LONGEST_LINE:,} characters (near line "
        f"{line}), which no list of young people has."
    )


class _Numbered:
    """The lines of a text, kept for as long as they belong to one row."""

    def __init__(self, name: str, stream: io.TextIOWrapper) -> None:
        self.name = name
        self.stream = stream
        self.held: list[str] = []
        self.read = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(LONGEST_LINE + 1):
            self.read += 1
            if len(line) > LONGEST_LINE:
                raise _endless(self.name, self.read)
            if "\0" in line:
                raise Unreadable(f"Line {self.read} of {self.name} is no text.")
            self.held.append(line)
            yield line


def rows(file: Stored, encoding: str, delimiter: str) -> Iterator[Row]:
    """The rows with the number of the line each begins on; quoted line breaks count.

    Raises Unreadable for a quotation mark that is never closed, a field without end,
    and bytes that are no text.
    """
    with (
        closing(file.open()) as raw,
        io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as text,
    ):
        lines = _Numbered(file.name, text)
        begun = 1
        try:
            for cells in csv.reader(iter(lines), delimiter=delimiter):
                if len(lines.held) > 1 and "".join(lines.held).count('"') % 2:
                    raise _unclosed(file.name, begun)
                lines.held.clear()
                if any(len(cell) > LONGEST_FIELD for cell in cells):
                    raise _unclosed(file.name, begun)
                yield begun, cells
                begun = lines.read + 1
        except csv.Error:
            raise _unclosed(file.name, begun) from None


def _unclosed(name: str, line: int) -> Unreadable:
    return Unreadable(
        f"A field on line {line} of {name} does not end; "
        "look for a quotation mark that is never closed."
    )
