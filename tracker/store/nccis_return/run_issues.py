"""The issues of a run, counted by rule, school, place or adviser, and one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.store.database import base


@dataclass(frozen=True, slots=True)
class Group:
    """Issues in one group. ``key`` is None for no school, place or adviser.

    ``must_fix`` counts issues of priority 1; ``people`` counts young people.
    """

    key: str | None
    issues: int
    must_fix: int
    people: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One issue with its young person, whose record may have been removed since."""

    person: int
    given: str | None
    family: str | None
    born: date | None
    rule: str
    priority: int | None
    field: str
    message: str


#: The groupings of issues, with the column of each.
GROUPINGS: Mapping[str, str] = {
    "rule": "i.rule",
    "school": "r.year_11_school",
    "place": "r.institution",
    "adviser": "c.user_id::text",
}

_FROM = (
    " FROM return_issues i JOIN return_records r USING (run_id, person_id)"
    " LEFT JOIN people p ON p.id = i.person_id"
    " LEFT JOIN caseload c ON c.person_id = i.person_id"
)


def totals(run_id: int) -> Group:
    """All issues of a run as one group."""
    (found,) = _counted(run_id, "NULL::text")
    return found


def groups(run_id: int, by: str) -> list[Group]:
    """The issues of a run by one of GROUPINGS, most of priority 1 first, then most."""
    return _counted(run_id, GROUPINGS[by])


def _counted(run_id: int, column: str) -> list[Group]:
    rows = base.execute(
        f"SELECT {column}, count(*), count(*) FILTER (WHERE i.priority = 1),"
        f" count(DISTINCT i.person_id){_FROM} WHERE i.run_id = :run"
        + ("" if column.startswith("NULL") else " GROUP BY 1")
        + " ORDER BY 3 DESC, 2 DESC, 1",
        {"run": run_id},
    )
    return [Group(*row) for row in rows]


def count(run_id: int, *, chosen: Mapping[str, str | None]) -> int:
    """The number of issues in the chosen groups."""
    where, values = _where(run_id, chosen)
    return base.number(f"SELECT count(*){where}", values)


def listed(
    run_id: int, *, chosen: Mapping[str, str | None], offset: int, limit: int
) -> list[Listed]:
    """The issues in the chosen groups, by priority and name.

    ``chosen`` maps groupings to the key of a group. None is the group of issues without
    a school, place or adviser.
    """
    where, values = _where(run_id, chosen)
    rows = base.execute(
        "SELECT i.person_id, p.given, p.family, p.born, i.rule, i.priority,"
        f" i.field, i.message{where}"
        " ORDER BY i.priority NULLS LAST, p.family, p.given, i.person_id, i.place"
        " LIMIT :limit OFFSET :offset",
        {**values, "limit": limit, "offset": offset},
    )
    return [Listed(*row) for row in rows]


def people(run_id: int, *, chosen: Mapping[str, str | None], limit: int) -> list[int]:
    """The young people of the chosen groups, each once, in the order of ``listed``.

    A record that was removed or merged since the snapshot is left out.
    """
    where, values = _where(run_id, chosen)
    rows = base.execute(
        f"SELECT i.person_id{where} AND p.id IS NOT NULL AND p.merged_into IS NULL"
        " GROUP BY i.person_id, p.family, p.given"
        " ORDER BY min(i.priority) NULLS LAST, p.family, p.given, i.person_id"
        " LIMIT :limit",
        {**values, "limit": limit},
    )
    return [person for (person,) in rows]


def _where(run_id: int, chosen: Mapping[str, str | None]) -> tuple[str, dict[str, Any]]:
    where, values = ["i.run_id = :run"], dict[str, Any](run=run_id)
    for by, key in chosen.items():
        column = GROUPINGS[by]
        where.append(f"{column} IS NULL" if key is None else f"{column} = :{by}")
        values[by] = key
    return f"{_FROM} WHERE {' AND '.join(where)}", values


def must_fix(runs: Iterable[int]) -> dict[int, int]:
    """The number of issues of priority 1 in each run; runs without any are left out."""
    return base.lookup(
        "SELECT run_id, count(*) FROM return_issues"
        " WHERE run_id = ANY(%s) AND priority = 1 GROUP BY run_id",
        list(runs),
    )
