"""The cells of many records at once, cut from the bytes of a plain file.

Nearly every supplier writes records as bare elements with text in them. Then the cells
are found by the places of ``<`` and ``>``, some hundred records in one step, in a tenth
of the time of a walk through the elements. The parser reads the same bytes too and
decides whether they are valid. Bytes with anything else in them (a comment, an
attribute, an unknown element) are not plain: a walk through the elements reads them.

See decision 0082.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from lxml import etree

from tracker.returns.cells import Cells
from tracker.returns.record import (
    ACTIVITIES,
    CHARACTERISTICS,
    COLUMNS,
    LAYOUT,
    OTHER_SPELLINGS,
    PERSONAL_DETAILS,
    RECORD,
    Leaf,
    Node,
)

Places = npt.NDArray[np.int64]

BEGINS, ENDS = f"<{RECORD}>".encode(), f"</{RECORD}>".encode()

# Entities that XML itself defines. Any other belongs to a DOCTYPE, for the parser.
_ENTITY_OF_ANOTHER = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)"
)

# Kinds of tags.
_OPENS, _CLOSES, _EMPTY, _FIELD, _FIELD_CLOSES, _NO_FIELD = range(6)
# The places of a tag: outside of records, in a record, or in one of its sections.
_OUTSIDE, _IN_RECORD = 0, 1


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag: its kind, the number of its element, and its parent section.

    ``number`` is the number of a section, or of a field's name.
    """

    kind: int
    number: int
    parent: int = -1


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The tags of the return as bytes, and the column of each field by section."""

    tags: dict[bytes, _Tag]
    columns: npt.NDArray[np.int64]  # [section, field]: a place in _NAMES, -1 for none
    sections: tuple[str, ...]


#: The columns of cells; the one with many values comes last.
_NAMES = (*(name for name in COLUMNS if name != CHARACTERISTICS), CHARACTERISTICS)
_MANY = len(_NAMES) - 1


@cache
def _grammar() -> _Grammar:
    sections = ["", *(node.tag for node, _ in _nodes(LAYOUT, ""))]
    fields: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    tags: dict[bytes, _Tag] = {}
    spellings: dict[str, list[str]] = {}
    for other, name in OTHER_SPELLINGS.items():
        spellings.setdefault(name, []).append(other)
    for node, parent in _nodes(LAYOUT, ""):
        here = sections.index(node.tag)
        for spelling in (node.tag, *spellings.get(node.tag, ())):
            for form, kind in _forms(spelling, _OPENS, _CLOSES, _EMPTY):
                if kind != _EMPTY or node is not LAYOUT:
                    tags[form] = _Tag(kind, here, sections.index(parent))
        for leaf in node.children:
            if not isinstance(leaf, Leaf):
                continue
            for spelling in (leaf.tag, *spellings.get(leaf.tag, ())):
                number = fields.setdefault(spelling, len(fields))
                for form, kind in _forms(spelling, _FIELD, _FIELD_CLOSES, _NO_FIELD):
                    tags[form] = _Tag(kind, number)
                found.append((here, number, _NAMES.index(leaf.column)))
    columns = np.full((len(sections), len(fields)), -1, dtype=np.int64)
    for here, number, column in found:
        columns[here, number] = column
    return _Grammar(tags, columns, tuple(sections))


def _forms(name: str, opens: int, closes: int, empty: int) -> list[tuple[bytes, int]]:
    """Each tag of an element of that name, and its kind."""
    forms = {f"<{name}>": opens, f"</{name}>": closes}
    forms |= {f"<{name}/>": empty, f"<{name} />": empty}
    return [(form.encode(), kind) for form, kind in forms.items()]


def _nodes(node: Node, parent: str) -> Iterator[tuple[Node, str]]:
    yield node, parent
    for child in node.children:
        if isinstance(child, Node):
            yield from _nodes(child, node.tag)


class _NotPlain(Exception):
    """The bytes have something in them that only the parser can read."""


def cut(data: bytes) -> Cells | None:
    """The cells of the records in these bytes; None if they are not plain.

    The bytes are whole records, in an encoding compatible with UTF-8. Call this only
    after the parser has found them well-formed.
    """
    try:
        return _cut(data)
    except _NotPlain:
        return None


def _cut(data: bytes) -> Cells:
    if b"&" in data and _ENTITY_OF_ANOTHER.search(data):
        raise _NotPlain
    grammar = _grammar()
    letters = np.frombuffer(data, dtype=np.uint8)
    opens, closes = _brackets(letters)
    count = len(opens)
    # Every other piece is a tag, and the one after it the text up to the next tag.
    ends = np.empty(2 * count + 1, dtype=np.int32)
    ends[0:-1:2], ends[1:-1:2], ends[-1] = opens, closes + 1, len(data)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(data)]
    pieces = pa.Array.from_buffers(pa.binary(), 2 * count, buffers)
    seen = pieces.take(pa.array(np.arange(0, 2 * count, 2))).dictionary_encode()
    tags = [grammar.tags.get(text) for text in seen.dictionary.to_pylist()]
    if None in tags:
        raise _NotPlain
    which = seen.indices.to_numpy()
    kinds = np.array([tag.kind for tag in tags if tag], dtype=np.int8)[which]
    numbers = np.array([tag.number for tag in tags if tag])[which]
    parents = np.array([tag.parent for tag in tags if tag])[which]

    inside = _sections(kinds, numbers, parents)
    is_record = numbers == _IN_RECORD
    record = np.cumsum((kinds == _OPENS) & is_record) - 1
    size = int(record[-1]) + 1 if count else 0
    has = _sections_of(kinds, numbers, record, size, len(grammar.sections))

    fields = np.flatnonzero(kinds == _FIELD)
    if len(fields) != np.count_nonzero(kinds == _FIELD_CLOSES):
        raise _NotPlain
    if len(fields) and fields[-1] + 1 == count:
        raise _NotPlain
    follows = kinds[fields + 1] == _FIELD_CLOSES
    if not (follows & (numbers[fields + 1] == numbers[fields])).all():
        raise _NotPlain
    stray = np.flatnonzero(kinds == _NO_FIELD)
    if (grammar.columns[inside[stray], numbers[stray]] < 0).any():
        raise _NotPlain
    columns = grammar.columns[inside[fields], numbers[fields]]
    if (columns < 0).any():
        raise _NotPlain
    return _cells(
        _Found(data, letters, ends, pieces, 2 * fields + 1, columns, record[fields]),
        size,
        has[:, grammar.sections.index(PERSONAL_DETAILS)],
        has[:, grammar.sections.index(ACTIVITIES)],
    )


def _brackets(letters: npt.NDArray[np.uint8]) -> tuple[Places, Places]:
    """The places where tags begin and end. A ``>`` within a text is not plain."""
    opens = np.flatnonzero(letters == ord("<"))
    closes = np.flatnonzero(letters == ord(">"))
    if len(opens) != len(closes) or (opens > closes).any():
        raise _NotPlain
    if (closes[:-1] > opens[1:]).any():
        raise _NotPlain
    return opens, closes


def _sections(kinds: Places, numbers: Places, parents: Places) -> Places:
    """The section that each tag is in, or that it opens.

    A section in another place than in the layout is not plain.
    """
    turns = np.flatnonzero(kinds <= _EMPTY)
    if not len(turns):
        raise _NotPlain
    opening = kinds[turns] == _OPENS
    before = np.where(kinds[turns] == _CLOSES, numbers[turns], parents[turns])
    after = np.where(opening, numbers[turns], parents[turns])
    if before[0] != _OUTSIDE or after[-1] != _OUTSIDE or turns[0] != 0:
        raise _NotPlain
    if (after[:-1] != before[1:]).any():
        raise _NotPlain
    return np.repeat(after, np.diff(np.append(turns, len(kinds))))


def _sections_of(
    kinds: Places, numbers: Places, record: Places, size: int, sections: int
) -> npt.NDArray[np.bool_]:
    """The sections that each record has. A repeated section is not plain."""
    begins = np.flatnonzero((kinds == _OPENS) | (kinds == _EMPTY))
    times = np.bincount(
        record[begins] * sections + numbers[begins], minlength=size * sections
    )
    if (times > 1).any():
        raise _NotPlain
    has: npt.NDArray[np.bool_] = times.reshape(size, sections) > 0
    return has


@dataclass(frozen=True, slots=True)
class _Found:
    """The fields of some bytes, each by its piece, its column and its record."""

    data: bytes
    letters: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int32]
    pieces: pa.Array
    texts: Places
    columns: Places
    records: Places


def _cells(
    found: _Found,
    size: int,
    has_details: npt.NDArray[np.bool_],
    has_activities: npt.NDArray[np.bool_],
) -> Cells:
    if not has_details.all():
        raise _NotPlain
    pieces, texts = _tidied(found)
    holds = texts >= 0
    many = holds & (found.columns == _MANY)
    single = holds & (found.columns != _MANY)
    grid = np.full((_MANY, size), -1, dtype=np.int64)
    grid[found.columns[single], found.records[single]] = texts[single]
    if np.count_nonzero(grid >= 0) != np.count_nonzero(single):
        raise _NotPlain  # a field is repeated
    columns = {
        name: pieces.take(pa.array(row, mask=row < 0)).cast(pa.string())
        for name, row in zip(_NAMES[:-1], grid, strict=True)
    }
    columns[ACTIVITIES] = pa.array(
        np.where(has_activities, ACTIVITIES, ""), mask=~has_activities
    ).cast(pa.string())
    codes = pieces.take(pa.array(texts[many])).cast(pa.string())
    return Cells(size, columns, (found.records[many], codes))


def _tidied(found: _Found) -> tuple[pa.Array, Places]:
    """The pieces, and the place of each field's text in them; -1 for a blank one.

    A text with outer blanks, an entity or a line break is read again as the parser
    reads it, and added to the pieces.
    """
    starts, ends = found.ends[found.texts], found.ends[found.texts + 1]
    texts = np.where(starts < ends, found.texts, -1)
    first = found.letters[np.minimum(starts, len(found.letters) - 1)]
    last = found.letters[ends - 1]
    plain = (first > 0x20) & (first < 0x7F) & (last > 0x20) & (last < 0x7F)
    for letter in b"&\r":
        if letter in found.data:
            places = np.flatnonzero(found.letters == letter)
            plain &= np.searchsorted(places, starts) == np.searchsorted(places, ends)
    odd = np.flatnonzero(~plain & (texts >= 0))
    if not len(odd):
        return found.pieces, texts
    read = [
        _text(found.data[start:end])
        for start, end in zip(starts[odd].tolist(), ends[odd].tolist(), strict=True)
    ]
    more = len(found.pieces) + np.arange(len(odd))
    texts[odd] = np.where(np.array([bool(text) for text in read]), more, -1)
    added = pa.array([text.encode() for text in read], type=pa.binary())
    return pa.concat_arrays([found.pieces, added]), texts


def _text(raw: bytes) -> str:
    if b"&" in raw or b"\r" in raw:
        return (etree.fromstring(b"<a>" + raw + b"</a>").text or "").strip()
    return raw.decode().strip()
