"""Parts of people's identities: dates of birth and sealed former names.

See decisions 0105 and 0120.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.people import records

#: Some records (p), and for each the record that stands for the person (r).
_OF_THESE = (
    "FROM people p JOIN people r ON r.id = COALESCE(p.merged_into, p.id)"
    " WHERE p.id = ANY(%s)"
)


def sealed(numbers: Iterable[int]) -> set[int]:
    """The people among these with a sealed former identity."""
    return base.distinct(
        f"SELECT p.id {_OF_THESE} AND r.sealed_names IS NOT NULL", list(numbers)
    )


def sealed_names(numbers: Iterable[int]) -> dict[int, set[str]]:
    """The sealed names of these people, without the names that are in use."""
    found: dict[int, set[str]] = {}
    for number, record, given, family, sealed in base.stream(
        f"SELECT p.id, r.id, r.given, r.family, r.sealed_names {_OF_THESE}"
        " AND r.sealed_names IS NOT NULL",
        list(numbers),
    ):
        pairs = records.opened_names(record, sealed)
        names = {name for pair in pairs for name in pair if name}
        found[number] = names - {given, family}
    return found


def born_on(numbers: Iterable[int]) -> dict[int, date]:
    """The date of birth of each of these people, where one is on record."""
    return base.lookup(
        f"SELECT p.id, r.born {_OF_THESE} AND r.born IS NOT NULL", list(numbers)
    )


def listed_born_between(authority: str, first: date, last: date) -> list[int]:
    """Those of an authority who were born in these days and may be on a list.

    Left out are merged records, those without evidence, and the dead.
    """
    return base.column(
        "SELECT p.id FROM people p WHERE p.authority = %s AND p.born BETWEEN %s AND %s"
        f" AND p.live AND p.merged_into IS NULL AND {records.MAY_BE_LISTED}"
        " ORDER BY p.id",
        authority,
        first,
        last,
    )


def born_of_listed(numbers: Iterable[int]) -> dict[int, date]:
    """The date of birth of those among these people who may be on a list.

    Left out are merged records, those without evidence, and the dead.
    """
    return base.lookup(
        "SELECT p.id, p.born FROM people p WHERE p.id = ANY(%s) AND p.live AND"
        f" p.merged_into IS NULL AND p.born IS NOT NULL AND {records.MAY_BE_LISTED}",
        list(numbers),
    )


class Named(NamedTuple):
    """A young person on a list: their record, full name and date of birth."""

    person: int
    name: str
    born: date | None


def in_order(
    numbers: Iterable[int], *, within: Scope, offset: int = 0, limit: int | None = None
) -> list[Named]:
    """These people of a scope in the order of family name, given name and number.

    ``offset`` and ``limit`` cut a page out of a long list.
    """
    rows = base.stream(
        f"SELECT {NAMED} FROM people p"
        " WHERE p.id = ANY(%s) AND p.authority = ANY(%s)"
        " ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
        list(numbers),
        base.whole(within),
        offset,
        limit,
    )
    return [named(*row) for row in rows]


#: The columns of ``people p`` that ``named`` takes.
NAMED = "p.id, p.given, p.family, p.born"


def named(person: int, given: str, family: str, born: date | None) -> Named:
    """A young person on a list; one without a name is called by their number."""
    return Named(person, f"{given} {family}".strip() or f"Young person {person}", born)
