"""Who shares a home or a telephone number: brothers and sisters, most of them.

The family name is no part of it: in many families it differs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

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


#: Two homes are one by their postcode and first line, or by a number that both have.
_HOMES = f"""
    WITH everybody AS (
      SELECT p.id, p.family, p.given, p.born, p.sex, p.id = ANY(%(people)s) AS wanted,
        p.details->>'departure' AS departure,
        p.details->'address'->>'postcode' AS postcode,
        p.details->'address'->>'line1' AS line,
        translate(p.details->>'phone', ' ()-', '') AS phone,
        translate(p.details->'parent'->>'phone', ' ()-', '') AS parents
      FROM people p
      WHERE p.authority = ANY(%(authorities)s) AND p.live AND p.merged_into IS NULL
      AND p.details ?| ARRAY['address', 'phone', 'parent']
      AND NOT {GUARDED.format("p")} {{among}}
    ),
    at_home AS (
      SELECT 0 AS how, id,
        postcode || lower(regexp_replace(line, '[^[:alnum:]]', '', 'g')) AS home
      FROM everybody
      WHERE line ~ '[[:alnum:]]' AND postcode IN
        (SELECT postcode FROM everybody WHERE wanted AND line IS NOT NULL)
      -- A list may have any words in the place of a number.
      UNION SELECT 1, id, phone FROM everybody WHERE phone ~ '[0-9]{{{{9}}}}'
      UNION SELECT 1, id, parents FROM everybody WHERE parents ~ '[0-9]{{{{9}}}}'
    ),
    families AS (
      SELECT how, home, id, count(*) OVER (PARTITION BY how, home) AS many FROM at_home
    )"""
#: The same name and birthday is the same person twice, and no relative.
_NOT_TWICE = """NOT (r.born IS NOT DISTINCT FROM e.born
      AND lower(r.given) = lower(e.given))"""
#: Everybody of one home with each of the wanted.
_TOGETHER = f"""families a JOIN everybody e ON e.id = a.id AND e.wanted
    JOIN families b ON b.how = a.how AND b.home = a.home AND b.id <> a.id
    JOIN everybody r ON r.id = b.id AND a.many BETWEEN 2 AND {_FAMILY}
    AND {_NOT_TWICE}"""
_RELATIVES = f"""{_HOMES}
    SELECT DISTINCT ON (e.id) e.id, r.id, r.sex, a.how = 0,
      lower(r.family) = lower(e.family)
    FROM {_TOGETHER}
    JOIN positions o ON o.person_id = r.id AND o.as_of = %(day)s
    WHERE o.activity <> ALL(%(unknown)s)
    AND (o.lapses IS NULL OR o.lapses >= %(day)s)
    ORDER BY e.id, a.how, lower(r.family) <> lower(e.family), r.id"""
_SHARERS = f"""{_HOMES}
    SELECT r.id, r.given, r.family, r.born, bool_or(a.how = 0), bool_or(a.how = 1),
      r.departure IS NOT DISTINCT FROM %(died)s
    FROM {_TOGETHER}
    GROUP BY r.id, r.given, r.family, r.born, r.departure
    ORDER BY r.born, r.family, r.given, r.id"""

#: The relatives of one young person, or of a few, are looked for among those of one
#: postcode or number, by the index of the search; those of many among all people.
FEW = 20
#: Their keys with a digit are numbers, the postcode, its first half (which is short)
#: and the date of birth.
_AMONG = """AND p.id IN (SELECT people_with_any(ARRAY(
        SELECT key FROM people w, unnest(w.search) AS key
        WHERE w.id = ANY(%(people)s) AND length(key) > 4
        AND key ~ '[0-9]' AND key !~ '-')))"""


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
    with base.cursor() as sql:
        few = len(people) <= FEW
        sql.execute(_RELATIVES.format(among=_AMONG if few else ""), values)
        return {person: Relative(*relative) for person, *relative in sql.fetchall()}


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
    with base.cursor() as sql:
        sql.execute(_SHARERS.format(among=_AMONG), values)
        return [Sharer(*each) for each in sql.fetchall()]
