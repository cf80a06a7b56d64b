"""The shape of the return: its header, and the columns of a record in order.

The order is the one that the specification prescribes for the elements of a record. A
record is a mapping from column to text; only ``CHARACTERISTICS`` has a list. The
elements of the two guarantee nodes have the same names, so their columns include the
name of the node.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from tracker import domain

ROOT = "NCCIS"
HEADER = "FileHeader"
RECORD = "YoungPersonsRecord"

CHARACTERISTICS = "CharacteristicCode"
ACTIVITIES = "Activities"
PERSONAL_DETAILS = "PersonalDetails"

ADDRESS = (
    *("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"),
    *("Town", "County"),
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element with text, and the column of the text."""

    tag: str
    column: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """An element with inner elements."""

    tag: str
    children: tuple["Leaf | Node", ...]


def _row(row: dict[str, str]) -> tuple[list[str], Leaf]:
    column = row["column"]
    leaf = Leaf(row["element"], column, many=column == CHARACTERISTICS)
    return row["section"].split("/"), leaf


def _node(tag: str, rows: Iterable[tuple[list[str], Leaf]]) -> Node:
    """An element of that name: each row has the path to a leaf in it, and the leaf."""
    children: list[Leaf | Node] = []
    for inner, some in groupby(rows, key=lambda row: row[0][:1]):
        if inner:
            children.append(_node(inner[0], [(path[1:], leaf) for path, leaf in some]))
        else:
            children += [leaf for _, leaf in some]
    return Node(tag, tuple(children))


#: A record of the return, as elements within elements.
LAYOUT = _node(
    RECORD, domain.reference.tables.read(Path(__file__).with_name("layout.csv"), _row)
)

#: Other spellings that suppliers use for the elements above.
OTHER_SPELLINGS: Mapping[str, str] = {
    "NeetStartDate": "NEETStartDate",
    "LevelofNeed": "LevelOfNeed",
    "LevelofNeedCode": "LevelOfNeedCode",
}


def _columns(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Node):
            yield from _columns(child)
        else:
            yield child.column


#: Every column in the order of the specification.
COLUMNS = tuple(_columns(LAYOUT))

#: The columns of the activity section: a record with none of them has no activity.
ACTIVITY_COLUMNS = COLUMNS[
    COLUMNS.index("ActivityCode") : COLUMNS.index("PredictedEndDate") + 1
]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file: its authorities, its month and its supplier.

    ``databases`` are the three-digit numbers of CCIS databases, which are not those of
    authorities; ``authorities`` are the codes of the authorities of the file. A date is
    None if the file has none, or has an invalid one.
    """

    databases: tuple[str, ...]
    authorities: tuple[str, ...]
    sent: date | None
    period_end: date | None
    supplier: str = ""
    supplier_version: str = ""
    schema_version: str = ""


def parse_date(text: str | None) -> date | None:
    """The date in the return's form CCYY-MM-DD; None for any other text."""
    if text is None or len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
