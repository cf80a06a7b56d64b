"""The young people of caseloads, with everything that a list shows, in one query.

Most of a caseload needs no attention today, so the query for an adviser's day leaves
out most of the people whose position and next contact give no reason to act.
``domain.casework.my_day`` decides.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.access import Scope
from tracker.domain.casework.my_day import LAPSING_WITHIN
from tracker.domain.history.members import Member
from tracker.domain.history.position import Position
from tracker.domain.reference.activity import NEET_NOT_KNOWN_OR_SEALED, STORED
from tracker.store.casework.contacts import STANDS, LastContact, last_contact
from tracker.store.database import base
from tracker.store.history import positions
from tracker.store.people import records

#: A sealed activity is none of them, as it is shown.
NOT_KNOWN = sorted(each.code for each in STORED.values() if each.is_not_known)


@dataclass(frozen=True, slots=True)
class Row:
    """One young person in a caseload, as a list shows them."""

    person: int
    given: str
    family: str
    born: date | None
    phone: str | None
    wrong_number: bool  # whether the number is known to be another person's
    adviser: int | None
    member: Member | None
    due: date | None
    what: str
    last: LastContact | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip() or f"Young person {self.person}"

    @property
    def has_phone(self) -> bool:
        """Whether there is a number on record that is not known to be wrong."""
        return bool(self.phone) and not self.wrong_number

    @property
    def last_contact(self) -> date | None:
        """The day of the last contact."""
        return self.last.on if self.last is not None else None

    @property
    def area(self) -> str | None:
        """The ward or postcode district of their home."""
        return (self.member.area or None) if self.member else None

    @property
    def position(self) -> Position | None:
        return self.member.position if self.member is not None else None


#: Few records are merged: all people are not read to find them.
_MERGED = "(SELECT id, merged_into FROM people WHERE merged_into IS NOT NULL)"
#: The adviser of each person, by the person's own record. A merged record's adviser
#: counts only where the record that it was merged into is in no caseload.
MINE = f"""
    mine AS (
      SELECT DISTINCT ON (1) COALESCE(g.merged_into, c.person_id) AS root,
        c.user_id AS adviser
      FROM caseload c LEFT JOIN {_MERGED} g ON g.id = c.person_id
      WHERE c.user_id = ANY(%(users)s) AND c.authority = ANY(%(authorities)s)
      AND (g.merged_into IS NULL OR NOT EXISTS
        (SELECT 1 FROM caseload o WHERE o.person_id = g.merged_into))
      ORDER BY 1, c.since DESC, c.user_id
    )"""
#: Tracked young people in no caseload who are NEET, not known or lapsed.
UNALLOCATED = f"""
    mine AS MATERIALIZED (
      SELECT o.person_id AS root, NULL::bigint AS adviser
      FROM positions o
      WHERE o.as_of = %(day)s AND o.authority = ANY(%(authorities)s)
      AND {positions.neet_not_known_or_lapsed("o.")}
      AND NOT EXISTS (SELECT 1 FROM caseload c WHERE c.person_id = o.person_id)
      AND NOT EXISTS (SELECT 1 FROM {_MERGED} r JOIN caseload c ON c.person_id = r.id
        WHERE r.merged_into = o.person_id)
    )"""
#: The adviser of a young person; of one in no caseload, that of a merged record.
ADVISER = """
    COALESCE(
      (SELECT c.user_id FROM caseload c WHERE c.person_id = {person}),
      (SELECT c.user_id FROM people r JOIN caseload c ON c.person_id = r.id
       WHERE r.merged_into = {person} ORDER BY c.since DESC, c.user_id LIMIT 1))"""
#: Tracked young people who are not known or lapsed, in whichever caseload or in none.
_NOT_KNOWN = f"""
    mine AS (
      SELECT o.person_id AS root, {ADVISER.format(person="o.person_id")} AS adviser
      FROM positions o
      WHERE o.as_of = %(day)s AND o.authority = ANY(%(authorities)s)
      AND {positions.neet_not_known_or_lapsed("o.")}
      AND (o.lapses < %(day)s OR o.activity = ANY(%(not_known)s)) {{among}}
    )"""
#: The condition for the people on a list, by their own record.
LISTED = f"p.live AND p.merged_into IS NULL AND {records.MAY_BE_LISTED}"
#: The same for a row m of a query of most people: only the few unlisted are read.
EACH_LISTED = (
    f"NOT EXISTS (SELECT FROM people WHERE id = m.root AND {records.UNLISTED})"
)
#: The person of a row m, for queries of few people: each is looked up by number.
PERSON = f"""
    JOIN LATERAL (
      SELECT * FROM people p
      WHERE p.id = m.root AND {LISTED} OFFSET 0
    ) p ON true"""
#: Each person is looked up separately: a caseload is a small part of all people, and
#: reading all contacts of the authority for it would take ten times as long.
_FROM = f"""
    FROM mine m{PERSON}
    CROSS JOIN LATERAL (
      SELECT m.root || ARRAY(SELECT r.id FROM people r WHERE r.merged_into = m.root)
        AS records OFFSET 0
    ) k
    LEFT JOIN LATERAL (
      SELECT f.due, f.what FROM follow_ups f
      WHERE f.person_id = ANY(k.records) AND f.withdrawn_at IS NULL
      -- The sum keeps the planner from reading every follow-up by its number.
      ORDER BY f.id + 0 DESC LIMIT 1
    ) d ON true
    LEFT JOIN LATERAL (
      SELECT c.made_on, c.outcome, c.channel, c.written_by, c.visibility
      FROM contacts c
      WHERE c.person_id = ANY(k.records) AND {STANDS}
      ORDER BY c.made_on DESC, c.id DESC LIMIT 1
    ) l ON true
    LEFT JOIN LATERAL (
      SELECT * FROM positions o WHERE o.person_id = m.root AND o.as_of = %(day)s
      AND o.status = ANY(%(tracked)s) LIMIT 1
    ) o ON true"""


class Only(StrEnum):
    """The parts to which a caseload can be narrowed."""

    OVERDUE = "overdue"
    NEVER_CONTACTED = "never-contacted"


#: The conditions behind a caseload's numbers, and behind their lists.
_IS = {
    Only.OVERDUE: "d.due < %(today)s",
    Only.NEVER_CONTACTED: "l.made_on IS NULL",
}
_NUMBERS = (
    f"count(*), count(*) FILTER (WHERE {_IS[Only.OVERDUE]}),"
    f" count(*) FILTER (WHERE {_IS[Only.NEVER_CONTACTED]}), min(l.made_on)"
)
_COLUMNS = (
    "m.root, p.given, p.family, p.born, p.details->>'phone', EXISTS (SELECT 1 FROM"
    " contacts w WHERE w.person_id = ANY(k.records) AND w.withdrawn_at IS NULL"
    " AND w.number = p.details->>'phone'), m.adviser,"
    " d.due, d.what, l.made_on, l.outcome, l.channel, l.written_by,"
    " l.visibility, " + positions.columns("o")
)
#: The condition for the people who may be urgent; ``domain.casework.my_day.urgent``
#: decides.
_MAY_BE_URGENT = """
    WHERE d.due <= %(today)s OR o.lapses <= %(soon)s
    OR o.activity = ANY(%(neet_or_not_known)s)"""


def _values(
    users: Sequence[int], day: date, today: date, within: Scope
) -> dict[str, Any]:
    return {
        "users": list(users),
        "authorities": base.whole(within),
        "day": day,
        "today": today,
        "soon": today + LAPSING_WITHIN,
        "neet_or_not_known": NEET_NOT_KNOWN_OR_SEALED,
        "not_known": NOT_KNOWN,
        "tracked": positions.TRACKED,
    }


def _rows(query: str, values: dict[str, Any]) -> Iterator[Row]:
    with base.cursor() as sql:
        sql.execute(query, values)
        for found in sql.fetchall():
            due, what = found[7:9]
            last_seen, where = found[9:14], found[14:]
            member = positions.member(where) if where[0] else None
            last = None if last_seen[0] is None else last_contact(*last_seen)
            yield Row(*[*found[:7], member, due, what or "", last])


def perhaps_urgent(
    users: Sequence[int], *, day: date, today: date, within: Scope
) -> list[Row]:
    """Everybody in these caseloads who may need attention today.

    ``day`` is the day of the positions, ``today`` that of the follow-ups.
    """
    query = f"WITH {MINE} SELECT {_COLUMNS}{_FROM}{_MAY_BE_URGENT}"
    return list(_rows(query, _values(users, day, today, within)))


def of_adviser(
    users: Sequence[int],
    *,
    day: date,
    today: date,
    within: Scope,
    only: Only | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[Row]:
    """Everybody in these caseloads, in order of last contact, the longest ago first.

    People who were never contacted come first of all. ``only`` narrows it to some of
    them.
    """
    where = "" if only is None else f" WHERE {_IS[only]}"
    query = (
        f"WITH {MINE} SELECT {_COLUMNS}{_FROM}{where}"
        " ORDER BY l.made_on NULLS FIRST, p.family, p.given, p.id"
        " OFFSET %(offset)s LIMIT %(limit)s"
    )
    values = _values(users, day, today, within)
    return list(_rows(query, {**values, "offset": offset, "limit": limit}))


def not_known(
    people: Collection[int] | None, *, day: date, today: date, within: Scope
) -> list[Row]:
    """Tracked young people who are not known, by name: of these people, or everybody.

    ``day`` is the day of the positions, ``today`` that of the follow-ups.
    """
    among = "" if people is None else "AND o.person_id = ANY(%(people)s)"
    query = (
        f"WITH {_NOT_KNOWN.format(among=among)} SELECT {_COLUMNS}{_FROM}"
        " ORDER BY p.family, p.given, p.id"
    )
    values = _values((), day, today, within)
    return list(_rows(query, {**values, "people": list(people or ())}))


def unallocated(
    *, day: date, today: date, within: Scope, offset: int = 0, limit: int | None = None
) -> list[Row]:
    """Young people in no caseload who are NEET or not known, by name."""
    # The people on the page are chosen first; the other columns are read for them only.
    query = (
        f"WITH {UNALLOCATED}, page AS ("
        f" SELECT m.root, m.adviser FROM mine m{PERSON}"
        " ORDER BY p.family, p.given, p.id OFFSET %(offset)s LIMIT %(limit)s"
        f") SELECT {_COLUMNS}{_FROM.replace('mine', 'page', 1)}"
        " ORDER BY p.family, p.given, p.id"
    )
    values = _values((), day, today, within)
    return list(_rows(query, {**values, "offset": offset, "limit": limit}))


def count_unallocated(*, day: date, within: Scope) -> int:
    """The number of young people in no caseload who are NEET or not known."""
    with base.cursor() as sql:
        sql.execute(
            f"WITH {UNALLOCATED} SELECT count(*) FROM mine m{PERSON}",
            _values((), day, day, within),
        )
        row = sql.fetchone()
        return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Load:
    """A caseload in numbers: people, overdue, never contacted, oldest last contact."""

    people: int
    overdue: int
    never_contacted: int
    longest_ago: date | None

    def only(self, some: Only | None) -> int:
        """The number of people, or of those in one part of the caseload."""
        if some is None:
            return self.people
        return self.overdue if some is Only.OVERDUE else self.never_contacted


#: Reads the newest of each person for all at once: here it is for most people.
_NEWEST = f"""
    due AS (
      SELECT newest.root, f.due FROM (
        SELECT COALESCE(g.merged_into, f.person_id) AS root, max(f.id) AS id
        FROM follow_ups f LEFT JOIN {_MERGED} g ON g.id = f.person_id
        WHERE f.withdrawn_at IS NULL GROUP BY 1
      ) newest JOIN follow_ups f ON f.id = newest.id
    ),
    last AS (
      SELECT COALESCE(g.merged_into, c.person_id) AS root, max(c.made_on) AS made_on
      FROM contacts c LEFT JOIN {_MERGED} g ON g.id = c.person_id
      WHERE {STANDS} GROUP BY 1
    )"""
_ALL_OF_THEM = f"""
    FROM mine m
    LEFT JOIN due d ON d.root = m.root
    LEFT JOIN last l ON l.root = m.root
    WHERE {EACH_LISTED}"""
_LOADS = f"WITH {MINE}, {_NEWEST} SELECT m.adviser, {_NUMBERS}{_ALL_OF_THEM} GROUP BY 1"


def loads(*, today: date, within: Scope, users: Sequence[int]) -> dict[int, Load]:
    """The numbers of every caseload, by adviser."""
    with base.cursor() as sql:
        sql.execute(_LOADS, _values(users, today, today, within))
        return {adviser: Load(*numbers) for adviser, *numbers in sql.fetchall()}


def of_team(
    users: Sequence[int],
    *,
    day: date,
    today: date,
    within: Scope,
    only: Only | None = None,
    offset: int,
    limit: int,
) -> list[Row]:
    """A page of these caseloads together, in the order of ``of_adviser``.

    Most people with any contact are in them, so the days of last contact are read for
    all at once. Names are read only as far as the page, all else for the page alone.
    """
    where = "" if only is None else f" AND {_IS[only]}"
    order = "made_on NULLS FIRST, p.family, p.given, p.id"
    query = (
        f"WITH {MINE}, {_NEWEST}, up_to_page AS ("
        f" SELECT m.root, m.adviser, l.made_on{_ALL_OF_THEM}{where}"
        " ORDER BY l.made_on NULLS FIRST FETCH FIRST %(up_to)s ROWS WITH TIES"
        "), page AS (SELECT u.root, u.adviser FROM up_to_page u"
        f" JOIN people p ON p.id = u.root ORDER BY u.{order}"
        " OFFSET %(offset)s LIMIT %(limit)s)"
        f" SELECT {_COLUMNS}{_FROM.replace('mine', 'page', 1)} ORDER BY l.{order}"
    )
    values = _values(users, day, today, within)
    values |= {"offset": offset, "limit": limit, "up_to": offset + limit}
    return list(_rows(query, values))
