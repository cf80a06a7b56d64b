"""Documents that are written as a table of sentences.

Each row of the CSV file is a paragraph, a point or a gap, or names a list or a table
that is made from what is configured. ``only when`` names a fact that has to hold for
the row to stand. ``clauses`` are those of the notice and of the law that it serves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from tracker.domain.law.documents.document import (
    Block,
    Gap,
    Paragraph,
    Points,
    Section,
    Signatures,
    Table,
)
from tracker.domain.reference import tables

_KINDS = tables.one_of("paragraph", "point", "gap", "list", "table", "signatures")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a written document."""

    document: str
    section: str
    kind: str
    only_when: str
    text: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What is put into a written document.

    ``words`` replace names in braces. A name of ``lists``, ``tables`` or ``signatures``
    is a row of its own; ``facts`` are names that hold, beside every list and table with
    a row and every word that is not empty.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    signatures: Mapping[str, Signatures] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()

    def holds(self, name: str) -> bool:
        """Whether a row with this condition stands; "no x" is the opposite of "x"."""
        if name.startswith("no "):
            return not self.holds(name.removeprefix("no "))
        if name in self.tables:
            return bool(self.tables[name].rows)
        return (
            not name
            or name in self.facts
            or bool(self.words.get(name) or self.lists.get(name))
        )


def read(file: Path) -> list[Row]:
    """The rows of a written document."""
    return tables.read(file, _row)


def sections(
    rows: Iterable[Row], document: str, filling: Filling
) -> tuple[Section, ...]:
    """The sections of one of the documents of a file, without those that are empty.

    Raises KeyError for a word, list or table that is not in the filling.
    """
    wanted = [
        row for row in rows if row.document == document and filling.holds(row.only_when)
    ]
    return tuple(
        Section(heading.format_map(filling.words), blocks)
        for heading, group in groupby(wanted, key=lambda row: row.section)
        if (blocks := tuple(_blocks(group, filling)))
    )


def _blocks(rows: Iterable[Row], filling: Filling) -> Iterable[Block]:
    """The blocks of a section: points that follow one another are one list."""
    for is_point, group in groupby(rows, key=lambda row: row.kind in ("point", "list")):
        if is_point:
            points = [point for row in group for point in _points(row, filling)]
            if points:
                yield Points(tuple(points))
            continue
        for row in group:
            if row.kind == "table":
                if filling.tables[row.text].rows:
                    yield filling.tables[row.text]
                continue
            if row.kind == "signatures":
                yield filling.signatures[row.text]
                continue
            text = row.text.format_map(filling.words)
            yield Gap(text) if row.kind == "gap" else Paragraph(text)


def _points(row: Row, filling: Filling) -> Sequence[str]:
    if row.kind == "list":
        return filling.lists[row.text]
    return [row.text.format_map(filling.words)]


def _row(row: dict[str, str]) -> Row:
    return Row(
        row["document"],
        row["section"],
        _KINDS(row["kind"]),
        row["only when"],
        row["text"],
        tuple(row["clauses"].split()),
    )
