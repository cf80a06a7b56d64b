"""What becomes of the rows of each table when a person's record is disposed of.

``disposed_tables.csv`` has every table with personal data, in the order in which rows
can be removed. ``rows`` gives how those of a record are found: by columns that hold its
number, joined by "or"; ``COLUMN in TABLE`` are rows of another table's rows.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables


class Then(StrEnum):
    """What becomes of the rows."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # the row stays, without what it holds about the person
    KEPT = "kept"  # the table has no rows about a young person


#: The rows of a table that has none about a young person.
NONE = "no young person"


@dataclass(frozen=True, slots=True)
class DisposedTable:
    """A table: how the rows of a record are found, and what becomes of them."""

    table: str
    rows: str
    then: Then
    label: str


#: Every table with personal data, in the order of removal (Law D-04).
TABLES: tuple[DisposedTable, ...] = tuple(
    tables.read(
        Path(__file__).with_suffix(".csv"),
        lambda row: DisposedTable(
            row["table"], row["rows"], Then(row["then"]), row["label"]
        ),
    )
)

#: Those with rows about young people.
OF_PEOPLE = tuple(each for each in TABLES if each.then is not Then.KEPT)
