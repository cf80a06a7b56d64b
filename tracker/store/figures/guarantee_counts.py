"""A September Guarantee from the rows of its ledger: how many are alike, and who.

A number and the list behind it take the same rows, so they always agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.people.identities import NAMED, Named, named


@dataclass(frozen=True, slots=True)
class Alike:
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


def alike(year: Year, *, within: Scope) -> dict[Alike, int]:
    """How many on the list of a year are alike."""
    found = base.stream(
        f"SELECT {_ALIKE}, count(*) FROM ledger_rows r WHERE {_OF_YEAR}"
        f" GROUP BY {_ALIKE} ORDER BY {_ALIKE}",
        *_year(year, within),
    )
    return {Alike(*values): people for *values, people in found}


def people(
    year: Year,
    chosen: Iterable[Alike],
    *,
    within: Scope,
    offset: int = 0,
    limit: int | None = None,
) -> list[tuple[Named, Alike]]:
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
    return [(named(*row[:4]), Alike(*row[4:])) for row in found]


def on_list(people: Iterable[int], year: Year, *, within: Scope) -> set[int]:
    """Those among these people who are on the list of a year."""
    return base.distinct(
        "SELECT r.person_id FROM ledger_rows r"
        f" WHERE {_OF_YEAR} AND r.person_id = ANY(%s)",
        *_year(year, within),
        list(people),
    )


def returned_at(
    day: date, year_groups: Iterable[int], status: str, *, within: Scope
) -> Mapping[tuple[int, str | None], list[int]]:
    """Those of these year groups with a residence status on a day with positions, by
    year group and institution (key).
    """
    found = base.stream(
        "SELECT year_group, institution, array_agg(person_id ORDER BY person_id)"
        " FROM positions WHERE as_of = %s AND authority = ANY(%s)"
        " AND year_group = ANY(%s) AND status = %s GROUP BY 1, 2",
        *(day, base.whole(within), list(year_groups), status),
    )
    return {(year_group, place): people for year_group, place, people in found}


def _year(year: Year, within: Scope) -> tuple[Any, ...]:
    return base.whole(within), year.left, year.as_of
