"""Tables: a page writes plain rows, and each cell gets the heading of its column.

On a narrow screen each row becomes a card, so a cell has its heading as an attribute. A
screen reader would then no longer find a table, so each row and cell states its role.
Both come from one list of columns, and only from here; the macro is in
``templates/components/table.html``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from flask import Flask


class Kind(StrEnum):
    """How the cells of a column are set: alignment, line breaks, printing."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ACTION = "action"  # a link or button: no heading on a card, and not printed
    TICK = "tick"


_CLASSES = {
    Kind.NUMBER: "govuk-table__{}--numeric",
    Kind.DATE: "tracker-nobreak",
    Kind.ACTION: "tracker-nobreak tracker-noprint",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how the cells beneath it are set.

    ``label`` is the heading on a card: the column's own unless given, and "" if the
    cells explain themselves. Columns of one ``group`` stand beside each other beneath
    it. ``name`` is the column's name in an address.
    """

    title: str
    kind: Kind = Kind.TEXT
    name: str = ""
    label: str | None = None
    group: str = ""
    classes: str = ""
    hidden: bool = False

    @property
    def on_card(self) -> str:
        if self.label is not None:
            return self.label
        if self.kind in (Kind.ACTION, Kind.TICK):
            return ""
        return f"{self.group}: {self.title}" if self.group else self.title

    def style(self, part: str) -> str:
        """The classes of a ``header`` or a ``cell`` of this column."""
        of_kind = _CLASSES.get(self.kind, "").format(part)
        return " ".join(filter(None, (f"govuk-table__{part}", of_kind, self.classes)))

    @property
    def cell(self) -> str:
        """The attributes of a cell's tag that come before the page's own."""
        label = f' data-label="{escape(self.on_card)}"' if self.on_card else ""
        return f'role="cell"{label} class="{self.style("cell")}'


class NotATable(Exception):
    """A row has more or fewer cells than the table has columns."""


def column(title: str, kind: str = Kind.TEXT, **more: str | bool) -> Column:
    """A column, as a template declares it."""
    return Column(title, Kind(kind), **more)  # type: ignore[arg-type]


def columns(declared: Iterable[str | Column]) -> Sequence[Column]:
    """The columns; one that needs nothing else is declared by its heading alone."""
    return [each if isinstance(each, Column) else Column(each) for each in declared]


_ROW = 'role="row" class="govuk-table__row'
_ROW_HEADER = 'scope="row" role="rowheader" class="govuk-table__header'
_PLAIN_ROW, _PLAIN_HEADER = f'<tr {_ROW}">', f'<th {_ROW_HEADER}">'
_TAG = re.compile(r"<(tr|td|th)(?=[\s>])([^>]*)>")
_CLASS = re.compile(r'\sclass="([^"]*)"')
_SPAN = re.compile(r'\scolspan="(\d+)"')


def cells(body: str, of: Sequence[Column]) -> str:
    """Plain rows with the attributes of their columns added. Raises NotATable."""
    starts = [each.cell for each in of]
    plain = [f'<td {start}">' for start in starts]
    width = place = len(starts)

    def opened(found: re.Match[str]) -> str:
        nonlocal place
        tag, more = found.groups()
        if tag == "tr":
            if place != width:
                raise NotATable(f"A row has {place} cells in {width} columns.")
            place = 0
            return _with(tag, _ROW, more) if more else _PLAIN_ROW
        if place >= width:
            raise NotATable(f"A row has more than {width} cells.")
        here = place
        place += 1
        if not more:
            return plain[here] if tag == "td" else _PLAIN_HEADER
        if span := _SPAN.search(more):
            place += int(span[1]) - 1
        return _with(tag, starts[here] if tag == "td" else _ROW_HEADER, more)

    made = _TAG.sub(opened, body)
    if place != width:
        raise NotATable(f"The last row has {place} cells in {width} columns.")
    return made


def _with(tag: str, start: str, more: str) -> str:
    """A tag with our attributes and the page's own; its classes follow ours."""
    if own := _CLASS.search(more):
        more = more[: own.start()] + more[own.end() :]
        start = f"{start} {own[1]}"
    return f'<{tag} {start}"{more}>'


def headings(of: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Columns by group, in order; a column without a group stands by itself."""
    found: list[tuple[str, list[Column]]] = []
    for each in of:
        if each.group and found and found[-1][0] == each.group:
            found[-1][1].append(each)
        else:
            found.append((each.group, [each]))
    return found


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        column=column, table_columns=columns, table_headings=headings
    )
    app.jinja_env.filters["cells"] = cells
