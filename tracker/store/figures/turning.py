"""Those that the turn of the year may concern, as stored for the day before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.history.members import Member
from tracker.domain.reference.academic_year import LAST_WITH_PLAN, YEAR_11
from tracker.domain.year.turn_of_year import AGES
from tracker.store.database import base
from tracker.store.history import positions


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Only some academic ages; or those at a place (key), with Year 11 of any school,
    who may be expected there.
    """

    ages: Sequence[int] | None = None
    place: str | None = None


def _concerned(
    as_of: date, within: Scope, narrowed: Narrowed | None
) -> tuple[str, tuple[Any, ...]]:
    """The SQL condition for a position ``o``, and its values: of an age that the turn
    concerns, or with a plan until 25.
    """
    condition = (
        "o.as_of = %s AND o.authority = ANY(%s) AND (o.academic_age BETWEEN %s AND %s"
        " OR o.academic_age BETWEEN %s AND %s AND (o.send OR o.status IS NOT NULL))"
    )
    values = [as_of, base.whole(within), AGES.start, AGES.stop - 1]
    values += [AGES.stop, LAST_WITH_PLAN]
    if narrowed is not None and narrowed.ages is not None:
        condition += " AND o.academic_age = ANY(%s)"
        values.append(list(narrowed.ages))
    if narrowed is not None and narrowed.place is not None:
        condition += " AND (COALESCE(o.institution, '') = %s OR o.academic_age = %s)"
        values += [narrowed.place, YEAR_11]
    return condition, tuple(values)


def how_many(as_of: date, *, within: Scope, narrowed: Narrowed | None = None) -> int:
    """The number of young people that the turn of the year may concern."""
    condition, values = _concerned(as_of, within, narrowed)
    ((people,),) = base.stream(
        f"SELECT count(*) FROM positions o WHERE {condition}", *values
    )
    return int(people)


def are_more_than(
    number: int, as_of: date, *, within: Scope, narrowed: Narrowed | None = None
) -> bool:
    """Whether ``how_many`` is more than a number. Counting stops at one more."""
    condition, values = _concerned(as_of, within, narrowed)
    ((people,),) = base.stream(
        "SELECT count(*) FROM"
        f" (SELECT FROM positions o WHERE {condition} LIMIT %s) AS first",
        *(*values, number + 1),
    )
    return int(people) > number


def members(
    as_of: date, *, within: Scope, narrowed: Narrowed | None = None
) -> dict[int, Member]:
    """The same as readers see them, by person."""
    condition, values = _concerned(as_of, within, narrowed)
    rows = base.stream(
        f"SELECT {positions.columns('o')} FROM positions o"
        f" WHERE {condition} ORDER BY o.person_id",
        *values,
    )
    return {each.person: each for each in map(positions.member, rows)}


def pupils_by_school(as_of: date, *, within: Scope, age: int) -> dict[str, int]:
    """The number of young people of an academic age at each institution (key)."""
    return base.lookup(
        "SELECT institution, count(*) FROM positions WHERE as_of = %s"
        " AND authority = ANY(%s) AND academic_age = %s AND institution IS NOT NULL"
        " GROUP BY 1",
        *(as_of, base.whole(within), age),
    )
