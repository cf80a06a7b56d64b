"""Limits on what an XML file makes a parser hold: attributes, names, records.

Each limit is checked while the file is read, piece by piece, so that a file made to
fill the memory is refused after its first pages. Files of pupils and young people have
hundreds of names, few attributes, and records of some hundred elements.
"""

import re
from typing import TYPE_CHECKING, BinaryIO

from tracker.domain.intake.markup import is_made_of_attributes
from tracker.feeds.reading.refusals import refusal
from tracker.wording.quotations import clipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_NAMES = 5_000
_MOST_IN_A_RECORD = 20_000
_MOST_OUTSIDE = 200_000

_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"'>]{1,60})""")
#: Those in which the signs of markup are no part of any other letter.
_PLAIN = re.compile(
    r"(?:utf[-_]?8|utf[-_]?16(?:le|be)?|(?:us-)?ascii|(?:iso[-_]?)?8859[-_]\d{1,2}"
    r"|iso[-_]?ir[-_]?\d+|latin[-_]?\d{1,2}|(?:windows|cp)[-_]?125\d)",
    re.IGNORECASE,
)


class Bounded:
    """A stream of XML; reading it raises Unreadable beyond the limits of a parser."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """The next piece. Raises Unreadable."""
        piece = self._stream.read(size)
        if not self._begun:
            self._begun = True
            self._check_encoding(piece[:200].replace(b"\0", b""))
        if is_made_of_attributes(piece):
            raise refusal("too many attributes", self._name)
        return piece

    def _check_encoding(self, head: bytes) -> None:
        named = _ENCODING.search(head)
        if named is not None and not _PLAIN.fullmatch(named[1].decode("latin-1")):
            raise refusal("unknown encoding", self._name)


class Names:
    """The names of elements and attributes, which a parser never forgets."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._seen: set[object] = set()

    def see(self, element: "_Element") -> None:
        """Raises Unreadable once there are more than in any collection."""
        self._seen.add(element.tag)
        if element.attrib:
            self._seen.update(element.attrib)
        if len(self._seen) > _MOST_NAMES:
            raise refusal("too many names", self._file, most=_MOST_NAMES)


class Records:
    """The number of elements within a record, and outside of all records."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._depth = self._within = self._outside = 0
        self._what, self._line = "", 0

    def begin(self, element: "_Element", *, wanted: bool) -> None:
        """Raises Unreadable for more elements than a record or a header has."""
        if wanted:
            if not self._depth:
                self._within = 0
                self._what = str(element.tag).rpartition("}")[2]
                self._line = element.sourceline or 0
            self._depth += 1
        if self._depth:
            self._within += 1
            if self._within > _MOST_IN_A_RECORD:
                raise refusal(
                    "record without end",
                    self._file,
                    record=clipped(self._what),
                    line=self._line,
                    most=_MOST_IN_A_RECORD,
                )
        else:
            self._outside += 1
            if self._outside > _MOST_OUTSIDE:
                raise refusal("too many elements", self._file, most=_MOST_OUTSIDE)

    def end(self, *, wanted: bool) -> bool:
        """Whether the element that ends is outside all records and can be dropped."""
        if wanted:
            self._depth -= 1
            return False
        return not self._depth
