"""Tables in markup: HTML that is called .xls, and Excel's own XML of 2003.

Systems of schools write both as their Excel export. An element is dropped as soon as it
has been read.
"""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

from tracker.feeds.reading.refusals import refusal
from tracker.feeds.reading.sources import Stored
from tracker.feeds.reading.text_tables import Row, encoding_of
from tracker.feeds.reading.workbooks import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_TEXT,
    Sheet,
)
from tracker.feeds.reading.xml_limits import Bounded, Names
from tracker.feeds.reading.xml_records import (
    forget,
    local_name,
    refuse_declarations,
    whole_text,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Sheets one by one, and in the end whether there was any.
Found = Generator[Sheet, None, bool]

_PARSED: dict[str, Any] = {
    "events": ("start", "end"),
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def sheets(file: Stored) -> Iterator[Sheet]:
    """Every table of the page, or sheet of the workbook, with its rows.

    Raises Unreadable for a file that cannot be parsed, declares entities, holds more
    than any list, or is a page without a table.
    """
    from lxml import etree

    try:
        found = yield from _sheets(file)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        raise refusal("broken markup", file.name) from None
    if not found:
        raise refusal("page without a table", file.name)


def _sheets(file: Stored) -> Found:
    from lxml import etree

    with file.open() as opened:
        stream: Any = Bounded(opened, file.name)
        if _is_workbook(file):
            parser: Any = etree.iterparse(
                stream, resolve_entities=False, load_dtd=False, **_PARSED
            )
            return (yield from _workbook(file.name, parser))
        encoding = encoding_of(file).name
        parser = etree.iterparse(stream, html=True, encoding=encoding, **_PARSED)
        return (yield from _page(file.name, parser))


def _is_workbook(file: Stored) -> bool:
    head = file.beginning().replace(b"\0", b"")
    return b"Workbook" in head and b"html" not in head[:500].lower()


def _workbook(name: str, parser: Any) -> Found:
    held = _Held(name)
    names = Names(name)
    rows: list[Row] = []
    row: list[str] = []
    found, number, visible, in_cell = False, 0, True, False
    for event, element in parser:
        tag = local_name(element.tag)
        if event == "start":
            names.see(element)
            in_cell |= tag == "Cell"
            if element.getparent() is None:
                refuse_declarations(name, element)
            if tag == "Worksheet":
                rows, number, visible = [], 0, True
            elif tag == "Row":
                row = []
            continue
        if tag == "Cell":
            _put(row, element, held)
            element.clear()
            in_cell = False
        elif tag == "Row":
            number = _number(element, "Index", number + 1)
            if any(row):
                rows.append((number, row))
            forget(element)
        elif tag == "Visible":
            visible = whole_text(element) == "SheetVisible"
        elif tag == "Worksheet":
            found = True
            title = _attribute(element, "Name") or "Sheet"
            yield Sheet(title, visible, rows)
            forget(element)
        elif not in_cell:
            forget(element)
    return found


def _put(row: list[str], cell: "_Element", held: "_Held") -> None:
    """The cell at its place in the row; one that is merged leaves the next empty."""
    place = _number(cell, "Index", len(row) + 1)
    data = next((it for it in cell if local_name(it.tag) == "Data"), None)
    text = "" if data is None else whole_text(data)
    if data is not None and _attribute(data, "Type") == "Boolean":
        text = "Y" if text == "1" else "N"
    elif data is not None and _attribute(data, "Type") == "Number":
        text = text.removesuffix(".0")
    row += [""] * (place - 1 - len(row))
    row.append(held.taken(text))
    row += [""] * held.wide(_number(cell, "MergeAcross", 0))


def _page(name: str, parser: Any) -> Found:
    """Each table that holds no other: the outer ones lay out the page."""
    held = _Held(name)
    names = Names(name)
    # A list of rows for every table that is open, None once it has another in it.
    open_tables: list[list[Row] | None] = []
    cells: list[list[str]] = []
    numbers: list[int] = []
    count = 0
    for event, element in parser:
        tag = local_name(element.tag).lower()
        if event == "start":
            names.see(element)
            if tag == "table":
                if open_tables:
                    open_tables[-1] = None
                open_tables.append([])
                numbers.append(0)
            elif tag == "tr":
                cells.append([])
        elif tag in ("td", "th") and cells:
            text = " ".join(whole_text(element).split())
            cells[-1].append(held.taken(text))
            span = element.get("colspan") or "1"
            wide = int(span) - 1 if span.isdecimal() and len(span) < 6 else 0
            cells[-1] += [""] * held.wide(max(wide, 0))
        elif tag == "tr" and cells:
            row = cells.pop()
            inner = open_tables[-1] if open_tables else None
            if open_tables:
                numbers[-1] += 1
            if inner is not None and any(row):
                inner.append((numbers[-1], row))
            forget(element)
        elif tag == "table" and open_tables:
            rows = open_tables.pop()
            numbers.pop()
            count += 1
            if rows:
                yield Sheet(f"table {count}", True, rows)
            forget(element)
        elif not open_tables:
            forget(element)
    return count > 0


class _Held:
    """The amount read so far, against the limits of other workbooks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells = self.text = 0

    def taken(self, text: str) -> str:
        self.cells += 1
        self.text += len(text)
        if self.cells > MOST_CELLS or self.text > MOST_TEXT:
            raise refusal("too much markup", self.name)
        return text[:LONGEST_TEXT].replace("\0", "").strip()

    def wide(self, further: int) -> int:
        """How many further columns a cell covers, where that is a sane number."""
        if not 0 <= further < LAST_COLUMN:
            return 0
        self.cells += further
        return further


def _attribute(element: "_Element", name: str) -> str:
    return next(
        (str(text) for key, text in element.items() if local_name(key) == name), ""
    )


def _number(element: "_Element", name: str, otherwise: int) -> int:
    """An attribute that is a number no larger than a sheet; else ``otherwise``."""
    text = _attribute(element, name)
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        return otherwise
    return min(int(text), LAST_ROW if local_name(element.tag) == "Row" else LAST_COLUMN)
