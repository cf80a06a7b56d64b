"""Facts about people that decide whether their record is past its date."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from tracker.access import Scope
from tracker.store.database import base


class Known(NamedTuple):
    """A person, with what a first look needs; ``gone`` is the code of a departure."""

    person: int
    born: date | None
    gone: str | None


def everybody(*, within: Scope, only: Sequence[int] | None = None) -> list[Known]:
    """Every person in the scope, without records that are merged into theirs.

    ``only`` narrows it to some of them.
    """
    narrowed = "" if only is None else " AND id = ANY(%s)"
    return [
        Known(*row)
        for row in base.stream(
            "SELECT id, born, details->>'departure' FROM people"
            f" WHERE authority = ANY(%s) AND merged_into IS NULL{narrowed}"
            " ORDER BY born, id",
            base.whole(within),
            *([] if only is None else [list(only)]),
        )
    ]


def cases_of(*, within: Scope) -> dict[int, date | None]:
    """The day of the last closing of a case about each person; None while one is open.

    A person without a case is left out.
    """
    return base.lookup(
        "SELECT COALESCE(p.merged_into, p.id),"
        " CASE WHEN bool_and(c.closed_at IS NOT NULL) THEN"
        " max(c.closed_at AT TIME ZONE 'Europe/London')::date END"
        " FROM case_people cp JOIN cases c ON c.id = cp.case_id"
        " JOIN people p ON p.id = cp.person_id WHERE c.authority = ANY(%s) GROUP BY 1",
        base.whole(within),
    )


def newest_evidence(people: Iterable[int]) -> dict[int, date]:
    """The last day that any evidence of each of these people is about, withdrawn or
    not.
    """
    return base.lookup(
        "SELECT COALESCE(p.merged_into, p.id), max(e.as_at) FROM evidence e"
        " JOIN people p ON p.id = e.person_id"
        " WHERE COALESCE(p.merged_into, p.id) = ANY(%s) GROUP BY 1",
        list(people),
    )


def records_of(people: Iterable[int]) -> list[int]:
    """The records of these people, those merged into theirs included."""
    return base.column(
        "SELECT id FROM people WHERE id = ANY(%s) OR merged_into = ANY(%s) ORDER BY id",
        list(people),
        list(people),
    )


def moments(
    records: Sequence[int] | None = None, *, within: Scope
) -> Iterator[tuple[int, str]]:
    """Each record with each moment at which evidence of it was recorded, as text.

    No other record has the same number and such a moment, also where a restored
    database gives its number again. ``records`` narrows it to some.
    """
    narrowed = "" if records is None else " AND e.person_id = ANY(%s)"
    yield from base.stream(
        "SELECT DISTINCT e.person_id,"
        " to_char(n.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        " FROM evidence e JOIN entries n ON n.id = e.entry_id"
        f" WHERE e.authority = ANY(%s){narrowed}",
        base.whole(within),
        *([] if records is None else [list(records)]),
    )


def separate(records: Iterable[int]) -> list[int]:
    """Takes other records out of these, into which they are merged; returns them."""
    numbers = list(records)
    return base.column(
        "UPDATE people SET merged_into = NULL, merged_on = NULL"
        " WHERE merged_into = ANY(%s) AND id <> ALL(%s) RETURNING id",
        numbers,
        numbers,
    )


def with_pupil_number(born_by: date, *, within: Scope) -> list[int]:
    """The people with a pupil number in any of their records, born by a day."""
    return base.column(
        "SELECT DISTINCT COALESCE(merged_into, id) FROM people"
        " WHERE authority = ANY(%s) AND born <= %s"
        " AND (upn IS NOT NULL OR former_upns <> '{}') ORDER BY 1",
        base.whole(within),
        born_by,
    )
