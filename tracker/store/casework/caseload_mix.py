"""The mix of caseloads, and the young people in none who are to be allocated.

See decision 0186.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.reference.activity import STORED
from tracker.store.casework.caseload_rows import (
    EACH_LISTED,
    MINE,
    PERSON,
    UNALLOCATED,
)
from tracker.store.database import base
from tracker.store.history import positions

_NEET = sorted(each.code for each in STORED.values() if each.is_neet)
_NOT_KNOWN = sorted(each.code for each in STORED.values() if each.is_not_known)
_LAPSED = "(o.lapses IS NOT NULL AND o.lapses < %(day)s)"
_IS_NEET = f"(o.activity = ANY(%(neet)s) AND NOT {_LAPSED})"
_IS_NOT_KNOWN = f"(o.activity = ANY(%(not_known)s) OR {_LAPSED})"
_POSITION = (
    "LEFT JOIN positions o ON o.person_id = m.root AND o.as_of = %(day)s"
    " AND o.status = ANY(%(tracked)s)"
)
_MIXES = f"""
    WITH {MINE}
    SELECT m.adviser, count(*), count(*) FILTER (WHERE {_IS_NEET}),
      count(*) FILTER (WHERE {_IS_NOT_KNOWN}), count(*) FILTER (WHERE o.send)
    FROM mine m {_POSITION} WHERE {EACH_LISTED}
    GROUP BY 1"""
_TO_ALLOCATE = f"""
    WITH {UNALLOCATED}
    SELECT m.root, o.year_11_school, o.area, COALESCE({_IS_NEET}, false),
      COALESCE({_IS_NOT_KNOWN}, false), COALESCE(o.send, false)
    FROM mine m{PERSON} {_POSITION}
    ORDER BY m.root"""


@dataclass(frozen=True, slots=True)
class Mix:
    """How many young people, and of them NEET, not known, with an EHC plan."""

    people: int = 0
    neet: int = 0
    not_known: int = 0
    plan: int = 0


@dataclass(frozen=True, slots=True)
class ToAllocate:
    """A young person in no caseload: the school they left, where they live."""

    number: int
    school: str | None
    area: str | None
    neet: bool
    not_known: bool
    plan: bool


def mixes(users: Sequence[int], *, day: date, within: Scope) -> dict[int, Mix]:
    """The mix of each of these caseloads on a day; those without anyone are missing."""
    with base.cursor() as sql:
        sql.execute(_MIXES, _values(users, day, within))
        return {adviser: Mix(*numbers) for adviser, *numbers in sql.fetchall()}


def people_in(users: Sequence[int], *, within: Scope) -> dict[int, int]:
    """How many people each of these caseloads has; those without anyone are missing."""
    query = (
        f"WITH {MINE} SELECT m.adviser, count(*) FROM mine m WHERE {EACH_LISTED}"
        " GROUP BY 1"
    )
    with base.cursor() as sql:
        sql.execute(query, {"users": list(users), "authorities": base.whole(within)})
        return dict(sql.fetchall())


def to_allocate(*, day: date, within: Scope) -> list[ToAllocate]:
    """Young people in no caseload who are NEET or not known, by number."""
    with base.cursor() as sql:
        sql.execute(_TO_ALLOCATE, _values((), day, within))
        return [ToAllocate(*row) for row in sql.fetchall()]


def _values(users: Sequence[int], day: date, within: Scope) -> dict[str, Any]:
    return {
        "users": list(users),
        "authorities": base.whole(within),
        "day": day,
        "neet": _NEET,
        "not_known": _NOT_KNOWN,
        "tracked": positions.TRACKED,
    }
