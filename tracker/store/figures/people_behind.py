"""The people behind a figure: the members that it counts, a page at a time.

See decision 0062.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker import domain
from tracker.access import Scope
from tracker.domain.casework.contact_bands import CONTACTED
from tracker.domain.figures.breakdowns import BETWEEN, EVERY, FLOW
from tracker.domain.history.destination_category import (
    EHC_PLAN,
    SEN_SUPPORT,
    Category,
    category_of,
)
from tracker.domain.history.members import Member
from tracker.domain.reference.activity import ACTIVITIES, UNKNOWN
from tracker.store.database import base
from tracker.store.figures import contact_times
from tracker.store.history import positions

#: A condition: SQL about a row o of positions, and the values bound to it.
_Condition = tuple[str, tuple[Any, ...]]

_UNKNOWN = [each.code for each in ACTIVITIES.values() if each.group == UNKNOWN]
_LAPSED = "(o.lapses IS NOT NULL AND o.lapses < o.as_of)"


def _column(name: str) -> Callable[[str], _Condition]:
    return lambda group: (f"coalesce(o.{name}::text, '') = %s", (group,))


def _need(group: str) -> _Condition:
    if group == EHC_PLAN:
        return "o.send", ()
    if group == SEN_SUPPORT:
        return "o.sen_support AND NOT o.send", ()
    return "NOT o.sen_support AND NOT o.send", ()


def _meals(group: str) -> _Condition:
    return "o.free_meals = %s", (group == "Eligible",)


def _characteristic(group: str) -> _Condition:
    if not group:
        return "o.characteristics = '{}'", ()
    return "%s = ANY(o.characteristics)", (group,)


def _why_not_known(group: str) -> _Condition:
    """The condition of a reason for not known; its words give its activities."""
    lapsed = {
        each.code
        for each in ACTIVITIES.values()
        if group == domain.figures.breakdowns.not_confirmed(each)
    }
    if lapsed:
        return (
            f"{_LAPSED} AND o.activity = ANY(%s) AND NOT o.activity = ANY(%s)",
            (sorted(lapsed), _UNKNOWN),
        )
    if group == domain.figures.breakdowns.LEFT:
        return (
            f"o.tier IS NULL AND NOT ({_LAPSED} AND NOT o.activity = ANY(%s))"
            f" AND ({_LAPSED} OR o.activity = ANY(%s))",
            (_UNKNOWN, _UNKNOWN),
        )
    codes = [code for code in _UNKNOWN if ACTIVITIES[code].title == group]
    return "o.tier IS NOT NULL AND o.activity = ANY(%s)", (codes,)


def _lapses(group: str) -> _Condition:
    known = "o.lapses >= o.as_of AND NOT o.activity = ANY(%s)"
    if group == EVERY:
        return known, (_UNKNOWN,)
    return f"{known} AND to_char(o.lapses, 'YYYY-MM') = %s", (_UNKNOWN, group)


def _flow(group: str) -> _Condition:
    school, _, destination = group.partition(BETWEEN)
    condition = "o.academic_age = 16"
    values: list[Any] = []
    if school != EVERY:
        condition += " AND coalesce(o.year_11_school, '') = %s"
        values.append(school)
    if destination != EVERY:
        condition += (
            f" AND (o.activity = ANY(%s) OR {_LAPSED})"
            if destination == Category.NOT_KNOWN
            else f" AND o.activity = ANY(%s) AND NOT {_LAPSED}"
        )
        values.append(
            [e.code for e in ACTIVITIES.values() if category_of(e) == destination]
        )
    return condition, tuple(values)


_CONDITIONS: dict[str, Callable[[str], _Condition]] = {
    "year group": _column("year_group"),
    "Year 11 school": _column("year_11_school"),
    "institution": _column("institution"),
    "outcode": _column("outcode"),
    "sex": _column("sex"),
    "ethnicity": _column("ethnicity"),
    "activity": _column("activity"),
    "need": _need,
    "free school meals": _meals,
    "characteristic": _characteristic,
    "why not known": _why_not_known,
    "lapses": _lapses,
    FLOW: _flow,
}


def people(
    as_of: date,
    *,
    within: Scope,
    mask: int,
    breakdown: str | None = None,
    group: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Member]]:
    """The number of people with all bits of ``mask`` on a date, and a page of members.

    ``breakdown`` and ``group`` narrow it (``domain.figures.breakdowns``, or for the
    time since the last contact ``domain.casework.contact_bands``). Members are in the
    order of family name, given name and number. Raises LookupError for an unknown
    breakdown.
    """
    where = "o.as_of = %s AND o.authority = ANY(%s) AND o.answers & %s = %s"
    values: list[Any] = [as_of, base.whole(within), mask, mask]
    if breakdown is not None and group is not None:
        condition, bound = (
            contact_times.in_group(group, as_of, within=within, mask=mask)
            if breakdown == CONTACTED
            else _CONDITIONS[breakdown](group)
        )
        where += f" AND {condition}"
        values += bound
    ((total,),) = base.stream(
        f"SELECT count(*) FROM positions o WHERE {where}", *values
    )
    found = base.stream(
        f"SELECT {positions.columns('o')} FROM positions o"
        f" JOIN people p ON p.id = o.person_id WHERE {where}"
        " ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
        *values,
        offset,
        limit,
    )
    return total, [positions.member(row) for row in found]
