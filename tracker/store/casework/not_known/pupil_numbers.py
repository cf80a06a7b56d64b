"""The UPNs to be looked up in Get Information About Pupils, and what came of it.

That a number was looked up is a line of the audit, with the people, the purpose and the
user. See decision 0248.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.access import Scope
from tracker.domain.reference.academic_year import YEAR_11
from tracker.domain.reference.activity import STORED
from tracker.store.accounts.audit import Action
from tracker.store.database import base
from tracker.store.history import positions
from tracker.store.people import records

_NOT_KNOWN_CODES = sorted(each.code for each in STORED.values() if each.is_not_known)


@dataclass(frozen=True, slots=True)
class Number:
    """A UPN: of a young person on record, or of a line that waits for a decision."""

    upn: str
    person: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class LookUp:
    """One look-up: its number, when, by which user, of which group and why."""

    id: int
    at: datetime
    by: str
    group: str
    why: str
    people: Sequence[int]
    rows: Sequence[int]


#: Those who are not known come first who have been so the longest.
_OF_POSITIONS = (
    "SELECT p.upn, p.id FROM positions o JOIN people p ON p.id = o.person_id"
    " WHERE o.as_of = %(day)s AND o.authority = ANY(%(authorities)s)"
    f" AND p.upn IS NOT NULL AND p.live AND p.merged_into IS NULL"
    f" AND {records.MAY_BE_LISTED} AND {{condition}}"
    " ORDER BY o.starts, p.id"
)
_NOT_KNOWN = (
    f"{positions.neet_not_known_or_lapsed('o.')}"
    " AND (o.lapses < %(day)s OR o.activity = ANY(%(codes)s))"
)
_NO_SCHOOL = "o.academic_age <= %(year_11)s AND o.institution IS NULL"


def not_known(*, day: date, within: Scope) -> list[Number]:
    """Those with a UPN who are not known on a day, the longest not known first."""
    return _of_positions(_NOT_KNOWN, day, within)


def at_no_school(*, day: date, within: Scope) -> list[Number]:
    """Those with a UPN up to Year 11 who are at no school or college that is known."""
    return _of_positions(_NO_SCHOOL, day, within)


def _of_positions(condition: str, day: date, within: Scope) -> list[Number]:
    values: dict[str, Any] = {
        "day": day,
        "authorities": base.whole(within),
        "codes": _NOT_KNOWN_CODES,
        "year_11": YEAR_11,
    }
    with base.cursor() as sql:
        sql.execute(_OF_POSITIONS.format(condition=condition), values)
        return [Number(upn, person) for upn, person in sql.fetchall()]


def of_doubtful_lines(*, within: Scope) -> list[Number]:
    """The UPNs of lines that wait for a decision, the newest first.

    A line of a restricted pupil has none that may be used.
    """
    rows = base.stream(
        "SELECT upper(btrim(s.raw->>'upn')), s.id FROM staged_rows s"
        " JOIN import_batches b ON b.id = s.batch_id"
        " WHERE s.authority = ANY(%s) AND s.outcome = 'possible' AND NOT s.restricted"
        " AND coalesce(s.raw->>'upn', '') <> '' AND b.status <> 'withdrawn'"
        " ORDER BY s.id DESC",
        base.whole(within),
    )
    return [Number(upn, row=row) for upn, row in rows]


def looked_up_since(moment: datetime, *, within: Scope) -> set[tuple[str, int]]:
    """("person" or "row", number) of whatever was looked up since a moment."""
    return {
        (what, number)
        for each in _look_ups(within, "AND at >= %s", moment)
        for what, numbers in (("person", each.people), ("row", each.rows))
        for number in numbers
    }


def look_ups(*, within: Scope, most: int) -> list[LookUp]:
    """The look-ups, the newest first."""
    return _look_ups(within, "ORDER BY at DESC, id DESC LIMIT %s", most)


def look_up(number: int, *, within: Scope) -> LookUp | None:
    """The look-up with that number, or None outside the scope."""
    return next(iter(_look_ups(within, "AND id = %s", number)), None)


def _look_ups(within: Scope, more: str, *values: Any) -> list[LookUp]:
    return [
        LookUp(
            number,
            at,
            by,
            str(detail.get("group", "")),
            str(detail.get("why", "")),
            detail.get("people") or [],
            detail.get("rows") or [],
        )
        for number, at, by, detail in base.stream(
            'SELECT id, at, "by", detail FROM audit WHERE authority = ANY(%s)'
            f" AND action = %s {more}",
            *(base.whole(within), Action.PUPILS_LOOKED_UP.value, *values),
        )
    ]


def upns_of(people: Iterable[int], rows: Iterable[int], *, within: Scope) -> list[str]:
    """The UPNs of these people and lines, as they are now."""
    authorities = base.whole(within)
    of_people = base.column(
        "SELECT upn FROM people WHERE id = ANY(%s) AND authority = ANY(%s)"
        " AND upn IS NOT NULL ORDER BY id",
        *(list(people), authorities),
    )
    of_rows = base.column(
        "SELECT upper(btrim(raw->>'upn')) FROM staged_rows WHERE id = ANY(%s)"
        " AND authority = ANY(%s) AND coalesce(raw->>'upn', '') <> '' ORDER BY id",
        *(list(rows), authorities),
    )
    return list(dict.fromkeys([*of_people, *of_rows]))


def came_back(
    upns: Iterable[str], since: datetime, *, feed: str, within: Scope
) -> set[str]:
    """Those of these UPNs that a result loaded since a moment has, also as the former
    number of a pupil. ``feed`` is that of the results.
    """
    wanted = list(upns)
    found = base.stream(
        "SELECT upper(btrim(s.raw->>'upn')), upper(btrim(s.raw->>'former_upn'))"
        " FROM staged_rows s JOIN import_batches b ON b.id = s.batch_id"
        " WHERE b.authority = ANY(%s) AND b.feed = %s AND b.received_at >= %s"
        " AND b.status <> 'withdrawn' AND (upper(btrim(s.raw->>'upn')) = ANY(%s)"
        " OR upper(btrim(s.raw->>'former_upn')) = ANY(%s))",
        *(base.whole(within), feed, since, wanted, wanted),
    )
    return {upn for both in found for upn in both if upn}.intersection(wanted)


def people_with(upns: Iterable[str], people: Iterable[int]) -> dict[str, int]:
    """Which of these people has each UPN."""
    return base.lookup(
        "SELECT upn, id FROM people WHERE upn = ANY(%s) AND id = ANY(%s)",
        *(list(upns), list(people)),
    )
