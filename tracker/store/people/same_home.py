"""Who shares a home or a telephone number: brothers and sisters, most of them.

The family name is no part of it: in many families it differs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.domain.casework.on_record import Relative
from tracker.domain.reference import codes
from tracker.domain.reference.activity import STORED
from tracker.store.database import base

#: Who is guarded: no way leads to or from their home.
GUARDED = "({0}.details ? 'confidential_address' OR {0}.details ? 'withheld')"
#: An address with more young people than a family has is a home, a hostel or a hall.
_FAMILY = 6
#: The activities of those who are no lead: not known, or not shown.
_UNKNOWN = [each.code for each in STORED.values() if each.is_not_known or each.sealed]


@dataclass(frozen=True, slots=True)
class Sharer:
    """One who shares the address of a young person, or a telephone number.

    ``person`` is the number of their record, ``born`` their date of birth.
    """

    person: int
    given: str
    family: str
    born: date | None
    by_address: bool
    by_number: bool
    has_died: bool

    @property
    def name(self) -> str:
        """The full name, or the number of a young person without one."""
        return f"{self.given} {self.family}".strip() or f"Young person {self.person}"


_PHONE = "translate(p.details->>'phone', ' ()-', '')"
_PARENTS = "translate(p.details->'parent'->>'phone', ' ()-', '')"
#: As a query, which PostgreSQL turns into a table to look up in, whatever it knows of
#: the values when it plans.
_PEOPLE = "(SELECT unnest(%(people)s::bigint[]))"
_NUMBERS = "(SELECT unnest(%(numbers)s::text[]))"
_POSTCODES = "(SELECT unnest(%(postcodes)s::text[]))"
#: Two homes are one by their postcode and first line, or by a number that both have.
#: What is needed of each of one home goes along, so that no join looks it up again:
#: PostgreSQL cannot know how many share one, and would choose to compare all with all.
_HOMES = f"""
    WITH everybody AS (
      SELECT p.id, p.family, p.given, p.born, p.sex, p.id IN {_PEOPLE} AS wanted,
        p.details->>'departure' AS departure,
        p.details->'address'->>'postcode' AS postcode,
        p.details->'address'->>'line1' AS line,
        {_PHONE} AS phone, {_PARENTS} AS parents
      FROM people p
      WHERE p.authority = ANY(%(authorities)s) AND p.live AND p.merged_into IS NULL
      AND p.details ?| ARRAY['address', 'phone', 'parent']
      {{who}} {{among}}
    ),
    at_home AS (
      SELECT 0 AS how,
        postcode || lower(regexp_replace(line, '[^[:alnum:]]', '', 'g')) AS home, *
      FROM everybody
      WHERE line ~ '[[:alnum:]]' AND postcode IN {_POSTCODES}
      UNION ALL SELECT 1, phone, * FROM everybody WHERE phone IN {_NUMBERS}
      UNION ALL SELECT 1, parents, * FROM everybody
      WHERE parents IN {_NUMBERS} AND parents IS DISTINCT FROM phone
    ),
    counted AS (
      SELECT *, count(*) OVER home_of AS many, bool_or(wanted) OVER home_of AS near
      FROM at_home WINDOW home_of AS (PARTITION BY how, home)
    ),
    families AS MATERIALIZED (
      SELECT * FROM counted WHERE near AND many BETWEEN 2 AND {_FAMILY}
    )"""
#: Everybody of one home with each of the wanted. The same name and birthday is the same
#: person twice, and no relative.
_TOGETHER = """families e
    JOIN families r ON r.how = e.how AND r.home = e.home AND r.id <> e.id
    AND e.wanted AND NOT (r.born IS NOT DISTINCT FROM e.born
      AND lower(r.given) = lower(e.given))"""
_RELATIVES = f"""{_HOMES}
    SELECT DISTINCT ON (e.id) e.id, r.id, r.sex, e.how = 0,
      lower(r.family) = lower(e.family)
    FROM {_TOGETHER}
    JOIN positions o ON o.person_id = r.id AND o.as_of = %(day)s
    WHERE o.activity <> ALL(%(unknown)s)
    AND (o.lapses IS NULL OR o.lapses >= %(day)s)
    ORDER BY e.id, e.how, lower(r.family) <> lower(e.family), r.id"""
_SHARERS = f"""{_HOMES}
    SELECT r.id, r.given, r.family, r.born, bool_or(e.how = 0), bool_or(e.how = 1),
      r.departure IS NOT DISTINCT FROM %(died)s
    FROM {_TOGETHER}
    GROUP BY r.id, r.given, r.family, r.born, r.departure
    ORDER BY r.born, r.family, r.given, r.id"""
#: Everybody of one home with the wanted, however many share it.
_NEAR = f"{_HOMES} SELECT DISTINCT id FROM counted WHERE near"

#: The relatives of so many are looked for among those of one postcode or number, by the
#: index of the search; those of more among all people.
FEW = 600
#: Of some young people: the postcodes, the telephone numbers (a list may have any words
#: in the place of one), and the keys with a digit: numbers, the postcode, and its first
#: half, which is short; not the date of birth, nor how a name sounds.
_SOUGHT = f"""
    WITH wanted AS (SELECT p.* FROM people p WHERE p.id = ANY(%(people)s))
    SELECT ARRAY(SELECT DISTINCT p.details->'address'->>'postcode' FROM wanted p),
      ARRAY(
        SELECT number FROM (
          SELECT {_PHONE} FROM wanted p UNION SELECT {_PARENTS} FROM wanted p
        ) AS found (number) WHERE number ~ '[0-9]{{9}}'),
      ARRAY(
        SELECT DISTINCT key FROM wanted p, unnest(p.search) AS key
        WHERE length(key) > 4 AND key ~ '[0-9]' AND key !~ '[-~]')"""
_AMONG = "AND p.id IN (SELECT people_with_any(%(keys)s))"
_OPEN = f"AND NOT {GUARDED.format('p')}"


def relatives(
    people: Collection[int], *, day: date, within: Scope
) -> dict[int, Relative]:
    """For each of these people one of the same home who is known on a day, if any.

    One whose activity is not shown is none, nor is anyone guarded, on either side.
    """
    values = {
        "people": list(people),
        "authorities": base.whole(within),
        "day": day,
        "unknown": _UNKNOWN,
    }
    return {
        person: Relative(*relative) for person, *relative in _found(_RELATIVES, values)
    }


def sharers(person: int, *, within: Scope) -> list[Sharer]:
    """Everybody who shares the address of a young person or a telephone number, the
    oldest first; no one where more share it than a family has.

    No one guarded is among them, and with one who is guarded no one is.
    """
    values = {
        "people": [person],
        "authorities": base.whole(within),
        "died": codes.DIED,
    }
    return [Sharer(*each) for each in _found(_SHARERS, values)]


def near(people: Collection[int], *, within: Scope) -> set[int]:
    """Everybody of one home with any of these people, however many share it, also where
    someone is guarded.
    """
    values = {"people": list(people), "authorities": base.whole(within)}
    return {person for (person,) in _found(_NEAR, values, who="")}


def _found(
    query: str, values: dict[str, Any], *, who: str = _OPEN
) -> list[tuple[Any, ...]]:
    with base.cursor() as sql:
        ((postcodes, numbers, keys),) = sql.execute(_SOUGHT, values).fetchall()
        few = len(values["people"]) <= FEW
        sought = {"postcodes": postcodes, "numbers": numbers, "keys": keys}
        query = query.format(who=who, among=_AMONG if few else "")
        sql.execute(query, {**values, **sought})
        return sql.fetchall()
