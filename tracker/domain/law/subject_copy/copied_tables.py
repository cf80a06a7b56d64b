"""Which rows of each table are about a person, and under which words they are printed.

``copied_tables.csv`` has every table: how a person's rows are found and their heading,
or why none of its rows are about a person. ``copied_columns.csv`` has every column of
the tables that are printed. A table or a column without a line breaks the tests, so the
copy cannot fall behind the database (Law D-05).
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables

_FOLDER = Path(__file__).parent
#: In ``by``: the table is read by who is named in its lines.
LOOKS = "looks"
#: After a column in ``by``: a list of lists, each with the number of a record first.
FIRST_OF_EACH = "*"


class Form(StrEnum):
    """How a column is printed. ``KEY`` is not: the label gives the reason."""

    SAY = "say"
    FREE = "free"
    USER = "user"
    USER_NUMBER = "user number"
    PLACE = "place"
    CELLS = "cells"
    HIDDEN = "hidden"
    STATEMENTS = "statements"
    ENTRY = "entry"
    LINE = "line"
    SEALED_NAMES = "sealed names"
    WORDS = "words"
    STAFF_NOTE = "staff note"
    OTHER = "other"
    REQUESTER = "requester"
    GATEWAY = "gateway"
    FIELDS = "fields"
    FILES = "files"
    LOOK = "look"
    TRUST = "trust"
    ACTIVITY = "activity"
    CHARACTERISTICS = "characteristics"
    WORKED_OUT = "worked out"
    SOURCE = "source"
    STEPS = "steps"
    STEP = "step"
    GUARANTEE = "guarantee"
    RETURN_DETAILS = "return details"
    RECORD = "record"
    RUN = "run"
    SENDER = "sender"
    PART = "part"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table with a person's rows, or the reason why none are about a person.

    ``by`` are the columns with the number of a record, or of a row of another table:
    ``through`` then has the columns of those tables. ``title`` are the columns that the
    heading of a row shows. ``about`` is a sentence below the heading of the section.
    """

    name: str
    heading: str
    by: tuple[str, ...]
    through: tuple[tuple[str, str], ...]
    title: tuple[str, ...]
    why_none: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class CopiedColumn:
    """A column with the words before its value."""

    table: str
    name: str
    label: str
    form: Form


def _table(row: dict[str, str]) -> CopiedTable:
    if bool(row["heading"] and row["by"]) == bool(row["why"]):
        raise ValueError("either a way to find rows and a heading, or a reason")
    through = [each.partition(".") for each in row["through"].split()]
    return CopiedTable(
        name=row["table"],
        heading=row["heading"],
        by=tuple(row["by"].split()),
        through=tuple((table, column) for table, _, column in through),
        title=tuple(row["title"].split()),
        why_none=row["why"],
        about=row["about"],
    )


def _columns(row: dict[str, str]) -> list[CopiedColumn]:
    form = Form(row["form"])
    names = row["columns"].split()
    if len(names) > 1 and form is not Form.KEY:
        raise ValueError("each column that is printed has its own words")
    return [CopiedColumn(row["table"], each, row["label"], form) for each in names]


#: Every table by its name, in the order of the copy.
TABLES = {
    each.name: each for each in tables.read(_FOLDER / "copied_tables.csv", _table)
}
#: Every column of the tables with a person's rows.
COLUMNS = tuple(
    each
    for row in tables.read(_FOLDER / "copied_columns.csv", _columns)
    for each in row
)


#: What stands below a heading, by heading.
ABOUT = {each.heading: each.about for each in TABLES.values() if each.about}


def columns_of(table: str) -> tuple[CopiedColumn, ...]:
    """The columns of a table, in the order of the copy."""
    return tuple(each for each in COLUMNS if each.table == table)
