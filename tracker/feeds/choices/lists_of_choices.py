"""The rows of a list in which each line is what a young person has chosen."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from tracker.feeds.census import agreement
from tracker.feeds.choices.chosen_places import with_own_place
from tracker.feeds.file_reading import RawRow, Reading
from tracker.feeds.reading.sources import only
from tracker.feeds.recognition.tables import (
    Table,
    Wanted,
    open_tables,
    renamed,
)
from tracker.wording.quotations import clipped


def read(paths: Sequence[Path], wanted: Wanted) -> Reading:
    """The rows of CSV and XLSX lists. Raises Unreadable."""
    tables = list(open_tables(only(paths, wanted.what), wanted))
    notes: list[str] = []
    for table in tables:
        agreement.refuse(table.file, table.given, wanted.what)
        table.note_unread()
        table.notes += [
            f"The column {each} was left out. If it has who does not agree that "
            "you pass this on, take these pupils out, or record their answers "
            "under Restrictions, before you send the list."
            for each in dict.fromkeys(map(clipped, table.unread))
            if agreement.may_be_consent(each)
        ]
    rows = chain.from_iterable(_rows(table, notes) for table in tables)
    headings = renamed(tables, wanted.columns)
    return Reading("list", rows, notes=notes, headings=headings)


def _rows(table: Table, notes: list[str]) -> Iterator[RawRow]:
    for line, values in with_own_place(table, table.noting(notes)):
        yield RawRow(line, table.file, values)
