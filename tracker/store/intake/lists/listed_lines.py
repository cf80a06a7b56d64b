"""The lines of applied lists, counted by what has become of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.access import Scope
from tracker.domain.intake.listed import Became
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.database import base


@dataclass(frozen=True, slots=True)
class ListedLines:
    """The lines of one sender in one list that are alike.

    ``year`` is the year group as it stands on them; where there is none, ``born`` is
    the date of birth as it stands there. ``rows`` are the numbers of the lines, unless
    they are about those on record.
    """

    batch: int
    feed: str
    as_at: date
    complete: bool
    sender: InstitutionRef | None
    urn: str | None
    estab: str | None
    lea: str | None
    ukprn: str | None
    year: str | None
    born: str | None
    became: Became
    lines: int
    rows: Sequence[int]


#: A line about a pupil who has left lists them no longer.
_COUNTED = f"""
    SELECT batch, feed, as_at, complete, sender, urn, estab, lea, ukprn, year, born,
        became, count(*),
        array_agg(id ORDER BY id) FILTER (WHERE became <> '{Became.HERE}')
    FROM (
      SELECT b.id AS batch, b.feed, b.as_at, b.complete, b.sender, s.id,
        CASE WHEN b.sender IS NULL THEN s.raw->>'urn' END AS urn,
        CASE WHEN b.sender IS NULL
          THEN COALESCE(s.raw->>'laestab', s.raw->>'estab') END AS estab,
        CASE WHEN b.sender IS NULL THEN s.raw->>'lea' END AS lea,
        CASE WHEN b.sender IS NULL THEN s.raw->>'ukprn' END AS ukprn,
        s.raw->>'year_group' AS year,
        CASE WHEN s.raw->>'year_group' IS NULL THEN s.raw->>'dob' END AS born,
        CASE WHEN r.live THEN '{Became.HERE}'
          WHEN s.outcome = 'possible' THEN '{Became.DOUBTFUL}'
          WHEN s.outcome = 'invalid' THEN '{Became.INVALID}'
          WHEN s.outcome = 'out-of-area' THEN '{Became.ELSEWHERE}'
          ELSE '{Became.LOST}' END AS became
      FROM import_batches b JOIN staged_rows s ON s.batch_id = b.id
      LEFT JOIN people p ON p.id = s.person_id
      LEFT JOIN people r ON r.id = COALESCE(p.merged_into, p.id)
      WHERE b.authority = ANY(%s) AND b.status = 'applied' AND b.feed = ANY(%s)
        AND b.as_at BETWEEN %s AND %s AND s.raw->>'roll' IS DISTINCT FROM 'off'
    ) line
    GROUP BY batch, feed, as_at, complete, sender, urn, estab, lea, ukprn, year, born,
      became
    ORDER BY batch"""


def counted(
    first: date, last: date, *, feeds: Sequence[str], within: Scope
) -> list[ListedLines]:
    """The lines of the applied lists as at a day between two days.

    ``feeds`` are those that list who is at a place.
    """
    found = base.stream(_COUNTED, base.whole(within), list(feeds), first, last)
    return [
        ListedLines(
            *(batch, feed, as_at, complete),
            InstitutionRef(**sender) if sender is not None else None,
            *(urn, estab, lea, ukprn, year, born),
            Became(became),
            lines,
            rows or (),
        )
        for (
            *(batch, feed, as_at, complete, sender, urn, estab, lea, ukprn),
            year,
            born,
            became,
            lines,
            rows,
        ) in found
    ]
