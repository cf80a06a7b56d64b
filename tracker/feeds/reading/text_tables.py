"""Tables in text files, of any encoding and delimiter, as numbered rows of text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored, wide_encoding

Row = tuple[int, list[str]]

DELIMITERS = (",", ";", "\t", "|")

#: A line of any list we know has a few hundred characters and at most 150 columns.
LONGEST_LINE = 200_000
LONGEST_FIELD = 32_000
#: The returns of the largest authority over four years, a line for each characteristic.
MOST_LINES = 2_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: A name pasted from an old program into a list that is UTF-8 otherwise.
_STRAYS = "tracker.strays"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error(_STRAYS, _as_windows)


_FOREIGN = re.compile("[^\x00-\x7f\ufeff]")
_LONE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Encoding:
    """How a text is written; ``strays`` bytes of UTF-8 text are Windows-1252."""

    name: str
    strays: int = 0

    @property
    def errors(self) -> str:
        return _STRAYS if self.name.startswith("utf-8") else "replace"


class RunOn(list[str]):
    """The cells of a row that goes on over line breaks and may hold other rows.

    If that is ``certain``, only the part of each cell on the row's first line is kept.
    """

    certain = False


def encoding_of(file: Stored) -> Encoding:
    """The byte order mark decides, else what most letters beyond ASCII are.

    Reads the whole file once, in pieces, and refuses lines without end on the way.
    """
    head = file.head()
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    wide = marked if marked == "utf-16" else wide_encoding(file.beginning())
    if wide is not None:
        return Encoding(wide)
    # A byte that is no UTF-8 becomes a lone surrogate, which no text has, and counts.
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = strays = 0
    line = 1
    since_break = 0
    with file.open() as stream:
        while piece := stream.read(1 << 18):
            lengths = [len(part) for part in piece.splitlines()]
            lengths[0] += since_break
            if max(lengths) > LONGEST_LINE:
                raise refusal(
                    "line without end", file.name, most=LONGEST_LINE, line=line
                )
            since_break = 0 if piece.endswith((b"\n", b"\r")) else lengths[-1]
            line += piece.count(b"\n") or piece.count(b"\r")
            if line > MOST_LINES:
                raise refusal("too many lines", file.name, most=MOST_LINES)
            if not piece.isascii() or decoder.getstate()[0]:
                found = _beyond_ascii(decoder.decode(piece))
                letters, strays = letters + found[0], strays + found[1]
    found = _beyond_ascii(decoder.decode(b"", final=True))
    letters, strays = letters + found[0], strays + found[1]
    if marked is None and strays > letters:
        return Encoding("cp1252")
    return Encoding(marked or "utf-8", strays)


def _beyond_ascii(text: str) -> tuple[int, int]:
    """The number of letters of other languages, and of bytes that are no letter."""
    strays = len(_LONE.findall(text))
    return len(_FOREIGN.findall(text)) - strays, strays


class _Numbered:
    """The lines of a text, kept for as long as they belong to one row."""

    def __init__(self, name: str, stream: io.TextIOWrapper) -> None:
        self.name = name
        self.stream = stream
        self.held: list[str] = []
        self.read = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(LONGEST_LINE + 1):
            self.read += 1
            if len(line) > LONGEST_LINE:
                raise refusal(
                    "line without end", self.name, most=LONGEST_LINE, line=self.read
                )
            if "\0" in line:
                raise refusal("characters that are no text", self.name, line=self.read)
            self.held.append(line)
            yield line
        self.ended = True


def rows(file: Stored, encoding: Encoding, delimiter: str) -> Iterator[Row]:
    """The rows that hold anything, with the number of the line each begins on.

    Line breaks within quotation marks count as lines; what may have lost its closing
    mark comes as RunOn. Raises Unreadable for a mark that is never closed, a field
    without end, and what cannot be read as text.
    """
    with (
        closing(file.open()) as raw,
        io.TextIOWrapper(
            raw, encoding=encoding.name, errors=encoding.errors, newline=""
        ) as text,
    ):
        lines = _Numbered(file.name, text)
        begun = 1
        try:
            for cells in csv.reader(iter(lines), delimiter=delimiter):
                # A row is complete before the next line is read, unless one of its
                # quotation marks is still open.
                several = len(lines.held) > 1
                if lines.ended or (several and "".join(lines.held).count('"') % 2):
                    raise refusal("field without end", file.name, line=begun)
                if any(len(cell) > LONGEST_FIELD for cell in cells):
                    raise refusal("field without end", file.name, line=begun)
                if several:
                    cells = _over_lines(cells, lines.held, delimiter)  # noqa: PLW2901
                lines.held.clear()
                if any(map(str.strip, cells)):
                    yield begun, cells
                begun = lines.read + 1
        except csv.Error:
            raise refusal("field without end", file.name, line=begun) from None


def _over_lines(cells: list[str], lines: list[str], delimiter: str) -> list[str]:
    """The cells of a row of several lines, as RunOn if that may be a slip.

    Of two marks that are never closed each seems to close the other; then something
    follows the closing one that should not.
    """
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        found = RunOn((cell.splitlines() or [""])[0] for cell in cells)
        found.certain = True
        return found
    if any(delimiter in cell and len(cell.splitlines()) > 1 for cell in cells):
        return RunOn(cells)
    return cells
