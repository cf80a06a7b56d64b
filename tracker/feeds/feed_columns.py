"""The columns of a feed, as the ``columns.csv`` in its folder has them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker import domain

#: Groups of column names: a table has at least one column of each group.
Needs = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a feed.

    ``name`` is our name, ``title`` the heading of our template, ``aliases`` the other
    headings that senders use. Case, spaces and punctuation of a heading do not matter.
    ``about`` and ``choices`` are the instruction and the words of our template.
    ``states`` is the subject and the field of the detail that a cell states as it is,
    whose handling is the column's; any other column names its ``handling`` (Law D-01).
    ``codes`` is the list of ``domain.reference.code_titles`` that has its codes.
    """

    name: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: str = "text"
    about: str = ""
    states: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    handling: str = ""
    codes: str = ""


#: What the cells of a ``columns.csv`` mean that are no plain text.
_MEANT: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("aliases", "choices", "states", "tables"), lambda cell: tuple(cell.split("|"))
    ),
    "required": domain.reference.tables.YES_OR_NO.__getitem__,
    "codes": domain.reference.tables.one_of(*domain.reference.code_titles.TITLES),
}


def _column(row: dict[str, str]) -> tuple[tuple[str, ...], Column]:
    given = domain.reference.tables.meant(row, _MEANT)
    if not {"name", "tables"} <= given.keys():
        raise ValueError("a name and the tables that have the column are needed")
    if "states" in given and len(given["states"]) != 2:
        raise ValueError(f"'{row['states']}' is not a subject and a field")
    tables = given.pop("tables")
    return tables, Column(**{"title": row["name"], **given})


def read_columns(file: Path) -> Mapping[str, tuple[Column, ...]]:
    """The columns of each table of a feed, from the ``columns.csv`` in its folder.

    Each heading is a property of ``Column``; ``tables`` have the column, and an empty
    title is the name. Several tables, aliases or choices stand with | between them.

    Raises ValueError, in one sentence with the file, for a row that is wrong or gives a
    table the same column twice.
    """
    found: dict[str, dict[str, Column]] = defaultdict(dict)
    for tables, column in domain.reference.tables.read(file, _column):
        for table in tables:
            if found[table].setdefault(column.name, column) is not column:
                raise ValueError(f"{file.name} has {column.name} of {table} twice.")
    return {table: tuple(columns.values()) for table, columns in found.items()}
