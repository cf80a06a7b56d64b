"""The data dictionary: every column of personal data, with its handling.

Details of young people are declared in ``domain.history.details``. ``columns.csv``
names the columns of all other tables, and those that hold no personal data, so that a
new column has to be declared as one or the other (Law D-01). See decision 0142.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.history.details.handling import HANDLINGS, Handling
from tracker.domain.history.details.particulars import DETAILS
from tracker.domain.reference import tables

#: The handling, in ``columns.csv``, of columns that hold no personal data.
NOT_PERSONAL = "not personal"


@dataclass(frozen=True, slots=True)
class Line:
    """A column of personal data; ``column`` is "people.details.phone" for a detail.

    ``fold`` explains how evidence becomes the one value of a detail.
    """

    column: str
    label: str
    handling: Handling
    fold: str = ""


def lines() -> list[Line]:
    """Every column of personal data, the details of young people first."""
    details = [
        Line(f"people.{each.column}", each.label, each.handling, each.fold.words)
        for each in DETAILS
    ]
    others = [
        Line(f"{table}.{column}", label, HANDLINGS[handling])
        for table, column, label, handling in _others()
        if handling != NOT_PERSONAL
    ]
    return details + others


def not_personal() -> set[str]:
    """The columns that are declared to hold no personal data."""
    return {
        f"{table}.{column}"
        for table, column, _, handling in _others()
        if handling == NOT_PERSONAL
    }


def _others() -> Iterator[tuple[str, str, str, str]]:
    """Each column of ``columns.csv``: its table, its name, its label, its handling."""
    for row in tables.read(Path(__file__).with_name("columns.csv"), dict):
        for column in row["columns"].split():
            yield row["table"], column, row["label"], row["handling"]
