"""The data dictionary: every column of personal data, with its handling.

Details of young people are declared in ``domain.history.details``. ``columns.csv``
names the columns of all other tables, and those that hold no personal data, so that a
new column has to be declared as one or the other (Law D-01). The columns of files that
are stored as lines are declared by their feeds. See decision 0142.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.history.details.handling import HANDLINGS, Category, Handling
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


def of_detail(column: str, label: str, subject: str, field: str) -> Line:
    """A column of a file that states a detail as it is, handled as the detail.

    Raises KeyError where no detail has the field of the subject.
    """
    for each in DETAILS:
        if field in each.fold.subjects.get(subject, ()):
            return Line(column, label, each.handling)
    raise KeyError(field)


def of_handling(column: str, label: str, handling: str) -> Line | None:
    """A column of a file with a handling by name, None for "not personal".

    Raises KeyError for an unknown handling.
    """
    if handling == NOT_PERSONAL:
        return None
    return Line(column, label, HANDLINGS[handling])


def held(found: Iterable[Line]) -> tuple[Category, ...]:
    """The categories of the privacy notice that columns have (Law N-03)."""
    categories = {each for line in found for each in line.handling.categories}
    return tuple(
        each for each in Category if each in categories and each is not Category.SEVERAL
    )


def not_held(found: Iterable[Line]) -> tuple[Category, ...]:
    """The categories of the privacy notice that no column has."""
    there = held(found)
    return tuple(each for each in Category if each not in (*there, Category.SEVERAL))


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
