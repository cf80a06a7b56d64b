"""What an adviser receives at a hand-over: the young people, from which colleague, and
the note.

The hand-over is the one that put a record where it is now: one that was undone, or that
a later one built on, has no note for the adviser any more. The first sharing out of a
whole council comes from no colleague: without a note there is nothing to announce.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.access import Scope
from tracker.store.casework.caseload_rows import LISTED
from tracker.store.database import base


@dataclass(frozen=True, slots=True)
class Received:
    """One young person who was handed over to an adviser (``user``).

    ``by`` is who handed over, ``since`` the day from which the adviser has them, and
    ``out_of`` the former adviser, "" for no caseload.
    """

    person: int
    given: str
    family: str
    user: int
    hand_over: int
    note: str
    since: date
    by: str
    out_of: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip() or f"Young person {self.person}"


#: A hand-over of more people than this shares out a whole council.
_MOST = 1000
#: ``mine`` are records in caseloads: (record, root, user, since, hand-over). What one
#: took oneself was not handed over. The people of a hand-over are read once for all
#: rows: joined row by row, one of thousands took half a second of each *My day*.
_RECEIVED = """
    , moves AS MATERIALIZED (
      SELECT h.id, (m->>0)::bigint AS record, (m->>2)::bigint AS former
      FROM announced h CROSS JOIN LATERAL jsonb_array_elements(h.moved) m
      WHERE h.id IN (SELECT hand_over FROM mine)
    )
    SELECT p.id, p.given, p.family, c.user_id, h.id, h.note, c.since,
      COALESCE(maker.name, h.made_by), COALESCE(former.name, '')
    FROM mine c
    JOIN people p ON p.id = c.root
    JOIN announced h ON h.id = c.hand_over
    JOIN users receiver ON receiver.id = c.user_id AND receiver.email <> h.made_by
    LEFT JOIN moves m ON m.id = h.id AND m.record = c.record
    LEFT JOIN users maker ON maker.email = h.made_by
    LEFT JOIN users former ON former.id = m.former
    WHERE {0}
    ORDER BY h.id DESC, c.user_id, p.family, p.given, p.id"""
#: A merged record counts only where the one that stays is in no caseload. Most days
#: have no hand-over to announce, and then no caseload is read.
_HELD = f"""
    WITH announced AS MATERIALIZED (
      SELECT id, note, made_at, made_by, moved FROM hand_overs
      WHERE authority = ANY(%(authorities)s) AND undone_by IS NULL
      AND (note <> '' OR jsonb_array_length(moved) <= {_MOST}) AND {{1}}
    ),
    mine AS (
      SELECT DISTINCT ON (root) * FROM (
        SELECT c.person_id AS record, COALESCE(r.merged_into, r.id) AS root,
          c.user_id, c.since, c.hand_over_id AS hand_over
        FROM caseload c JOIN people r ON r.id = c.person_id
        WHERE EXISTS (SELECT FROM announced)
        AND {{0}} AND c.authority = ANY(%(authorities)s)
        AND (r.merged_into IS NULL OR NOT EXISTS
          (SELECT 1 FROM caseload o WHERE o.person_id = r.merged_into))
      ) held ORDER BY root, since DESC, user_id
    )"""


def lately(users: Sequence[int], *, since: date, within: Scope) -> list[Received]:
    """Who came to these users by a hand-over since a day, the newest first."""
    return _read(
        "c.user_id = ANY(%(users)s) AND c.since >= %(since)s",
        # A day begins an hour earlier in summer than its date in the database.
        "made_at >= %(since)s::date - 1",
        LISTED,
        users=list(users),
        since=since,
        authorities=base.whole(within),
    )


def of(person: int, *, within: Scope) -> Received | None:
    """The hand-over that brought a person to their adviser, or None without one."""
    found = _read(
        "(r.id = %(person)s OR r.merged_into = %(person)s)",
        "id IN (SELECT hand_over_id FROM caseload WHERE person_id = %(person)s OR"
        " person_id IN (SELECT id FROM people WHERE merged_into = %(person)s))",
        "true",
        person=person,
        authorities=base.whole(within),
    )
    return found[0] if found else None


def _read(held: str, hand_overs: str, people: str, **values: object) -> list[Received]:
    """Each argument is a condition: for records (r) in caseloads (c), for hand-overs,
    and for the people named (p).
    """
    query = _HELD.format(held, hand_overs) + _RECEIVED.format(people)
    with base.cursor() as sql:
        sql.execute(query, values)
        return [Received(*row) for row in sql.fetchall()]
