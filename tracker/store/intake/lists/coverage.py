"""The days of each sender's lists, and the number of students at each institution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.access import Scope
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.database import base
from tracker.store.intake.sendings import LEFT_OPEN


@dataclass(frozen=True, slots=True)
class SentLines:
    """The lines of one sender in one batch; ``used`` are about people on our record."""

    batch: int
    as_at: date
    sender: InstitutionRef
    lines: int
    used: int


_OF_ONE = """
    SELECT b.id, b.as_at, b.sender, count(s.id) AS lines,
        count(s.id) FILTER (
            WHERE s.outcome NOT IN ('possible', 'out-of-area', 'invalid')
        ) AS used
    FROM import_batches b LEFT JOIN staged_rows s ON s.batch_id = b.id
    WHERE b.authority = ANY(:authorities) AND b.status <> 'withdrawn'
        AND b.feed = ANY(:feeds) AND b.sender IS NOT NULL AND b.as_at >= :since
    GROUP BY b.id ORDER BY b.id
"""

#: A file of many schools has no one sender: each of its lines names a school.
_OF_MANY = """
    SELECT b.id, b.as_at, s.raw->>'urn' AS urn,
        COALESCE(s.raw->>'laestab', s.raw->>'estab') AS estab,
        s.raw->>'lea' AS lea, s.raw->>'ukprn' AS ukprn,
        count(*) AS lines,
        count(*) FILTER (
            WHERE s.outcome NOT IN ('possible', 'out-of-area', 'invalid')
        ) AS used
    FROM import_batches b JOIN staged_rows s ON s.batch_id = b.id
    WHERE b.authority = ANY(:authorities) AND b.status <> 'withdrawn'
        AND b.feed = ANY(:feeds) AND b.sender IS NULL AND b.as_at >= :since
    GROUP BY b.id, 3, 4, 5, 6 ORDER BY b.id
"""


def of_one_sender(
    *, feeds: Sequence[str], since: date, within: Scope
) -> Sequence[SentLines]:
    """The batches of feeds that one institution sent, without withdrawn ones."""
    rows = base.execute(_OF_ONE, _values(feeds, since, within))
    return [
        SentLines(row.id, row.as_at, InstitutionRef(**row.sender), row.lines, row.used)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a batch of many senders, with the numbers of the school they name."""

    batch: int
    as_at: date
    urn: str | None
    estab: str | None
    lea: str | None
    ukprn: str | None
    lines: int
    used: int


def of_many_senders(
    *, feeds: Sequence[str], since: date, within: Scope
) -> Sequence[Lines]:
    """The batches of files in which each line names its own sender."""
    rows = base.execute(_OF_MANY, _values(feeds, since, within))
    return [Lines(*row) for row in rows]


def _values(feeds: Sequence[str], since: date, within: Scope) -> Mapping[str, object]:
    return {
        "authorities": list(within.authorities),
        "feeds": list(feeds),
        "since": since,
    }


def unchanged(*, since: date, within: Scope) -> Sequence[tuple[str, date]]:
    """(institution's key, day) of each report that nothing has changed.

    An answer for the week about some of the students is none.
    """
    rows = base.execute(
        "SELECT institution, as_at FROM sendings"
        " WHERE authority = ANY(:authorities) AND kind = 'unchanged'"
        " AND NOT counts ? :partial"
        " AND state = 'sent' AND as_at >= :since ORDER BY id",
        {
            "authorities": list(within.authorities),
            "since": since,
            "partial": LEFT_OPEN,
        },
    )
    return [(institution, as_at) for institution, as_at in rows]


def partly_answered(*, since: date, within: Scope) -> Sequence[str]:
    """Institutions (keys) with an answer since a day about some of their students."""
    return base.column(
        "SELECT DISTINCT institution FROM sendings"
        " WHERE authority = ANY(%s) AND kind = 'unchanged' AND state = 'sent'"
        " AND counts ? %s AND as_at >= %s",
        *(list(within.authorities), LEFT_OPEN, since),
    )


def students(as_of: date, *, within: Scope, from_age: int) -> Mapping[str, int]:
    """The number of young people of an academic age and older at each institution."""
    return base.lookup(
        "SELECT institution, count(*) FROM positions"
        " WHERE as_of = %s AND authority = ANY(%s)"
        " AND academic_age >= %s AND institution IS NOT NULL GROUP BY 1",
        *(as_of, list(within.authorities), from_age),
    )
