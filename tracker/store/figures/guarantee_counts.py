"""A September Guarantee from the rows of its ledger: how many are alike, and who.

A number and the list behind it take the same rows, so they always agree. Those who are
in no row, because another authority leads or they have died, are found by positions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.history import positions
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.people.identities import NAMED, Named, named
from tracker.store.people.records import UNLISTED


@dataclass(frozen=True, slots=True)
class OnList:
    """What some young people on a list have in common.

    ``guarantee`` are their statuses as ``ledger_rows.as_text`` has written them.
    """

    year_group: int
    why_listed: str
    guarantee: str
    institution: str | None
    form_group: str | None


_ALIKE = "r.year_group, r.why_listed, r.guarantee, r.institution, r.form_group"
#: The same without NULL, which is never equal to itself.
_KEY = (
    "(r.year_group, r.why_listed, r.guarantee, COALESCE(r.institution, ''),"
    " COALESCE(r.form_group, ''))"
)
_OF_YEAR = (
    'r.authority = ANY(%s) AND r."left" = %s AND r.as_of = %s'
    " AND r.why_listed IS NOT NULL"
)


def alike(year: Year, *, within: Scope) -> dict[OnList, int]:
    """How many on the list of a year are alike."""
    found = base.stream(
        f"SELECT {_ALIKE}, count(*) FROM ledger_rows r WHERE {_OF_YEAR}"
        f" GROUP BY {_ALIKE} ORDER BY {_ALIKE}",
        *_year(year, within),
    )
    return {OnList(*values): people for *values, people in found}


def people(
    year: Year,
    chosen: Iterable[OnList],
    *,
    within: Scope,
    offset: int = 0,
    limit: int | None = None,
) -> list[tuple[Named, OnList]]:
    """The young people of these groups in the order of family name, given name and
    number; ``offset`` and ``limit`` cut a page of them.
    """
    groups = [[value or "" for value in astuple(each)] for each in chosen]
    columns = [list(each) for each in zip(*groups, strict=True)] or [[]] * 5
    found = base.stream(
        f"SELECT {NAMED}, {_ALIKE} FROM ledger_rows r"
        f" JOIN people p ON p.id = r.person_id WHERE {_OF_YEAR} AND {_KEY} IN"
        " (SELECT * FROM unnest(%s::smallint[], %s::varchar[], %s::varchar[],"
        " %s::varchar[], %s::varchar[]))"
        " ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
        *_year(year, within),
        *columns,
        offset,
        limit,
    )
    return [(named(*row[:4]), OnList(*row[4:])) for row in found]


def on_list(people: Iterable[int], year: Year, *, within: Scope) -> set[int]:
    """Those among these people who are on the list of a year."""
    return base.distinct(
        "SELECT r.person_id FROM ledger_rows r"
        f" WHERE {_OF_YEAR} AND r.person_id = ANY(%s)",
        *_year(year, within),
        list(people),
    )


def places(day: date, age: int, *, within: Scope) -> list[str]:
    """The institutions (keys) at which those of an academic age are on a day."""
    return base.column(
        "SELECT DISTINCT institution FROM positions WHERE as_of = %s"
        " AND authority = ANY(%s) AND academic_age = %s AND institution IS NOT NULL",
        *(day, base.whole(within), age),
    )


def at_places(
    day: date, age: int, keys: Iterable[str], status: str, *, within: Scope
) -> dict[int, str]:
    """Those of an academic age and a residence status who are at these institutions on
    a day, each with the institution.
    """
    return base.lookup(
        "SELECT person_id, institution FROM positions WHERE as_of = %s"
        " AND authority = ANY(%s) AND academic_age = %s AND institution = ANY(%s)"
        " AND status = %s",
        *(day, base.whole(within), age, list(keys), status),
    )


def of_year_groups(
    day: date, year_groups: Iterable[int], *, within: Scope
) -> Iterator[tuple[int, str | None, str | None, int]]:
    """Those of some year groups on a day as measures count them: of those who are alike
    their year group, institution (key), residence status and how many they are.

    Raises encryption.NotOpened.
    """
    groups = set(year_groups)
    yield from base.stream(
        "SELECT year_group, institution, status, count(*) FROM positions"
        " WHERE as_of = %s AND authority = ANY(%s) AND year_group = ANY(%s)"
        " AND counted IS NULL GROUP BY 1, 2, 3",
        *(day, base.whole(within), list(groups)),
    )
    for each in positions.counted_apart(day, within=within):
        if each.year_group in groups:
            yield each.year_group, each.position.institution, each.status, 1


def unlisted(
    day: date, year_groups: Iterable[int], status: str, *, within: Scope
) -> list[tuple[int, str | None]]:
    """The year group and the institution (key) on a day of those with a residence
    status then who may be on no list now.
    """
    return list(
        base.stream(
            "SELECT o.year_group, o.institution FROM people p"
            " JOIN positions o ON o.person_id = p.id AND o.as_of = %s"
            " WHERE o.authority = ANY(%s) AND o.year_group = ANY(%s) AND o.status = %s"
            f" AND p.id IN (SELECT id FROM people WHERE {UNLISTED})",
            *(day, base.whole(within), list(year_groups), status),
        )
    )


def count_unlisted(entry: int) -> int:
    """How many on the list that an entry fixed may be on no list any more."""
    ((found,),) = base.stream(
        "SELECT count(DISTINCT r.id) FROM evidence e"
        " JOIN people p ON p.id = e.person_id"
        " JOIN people r ON r.id = COALESCE(p.merged_into, p.id)"
        " WHERE e.entry_id = %s AND (r.born IS NULL OR r.id IN"
        f" (SELECT id FROM people WHERE {UNLISTED}))",
        entry,
    )
    return int(found)


def _year(year: Year, within: Scope) -> tuple[Any, ...]:
    return base.whole(within), year.left, year.as_of
