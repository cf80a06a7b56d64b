"""What is on record that may lead to young people who are not known.

Each question is one query for all of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.access import Scope
from tracker.domain.casework.contact import Channel, Outcome, Visibility
from tracker.domain.casework.council_systems import BEGINS, LookUp
from tracker.domain.casework.on_record import Attempt, Relative
from tracker.domain.reference.activity import STORED
from tracker.domain.reference.england import HERE
from tracker.store.casework.contacts import LastContact
from tracker.store.database import base

#: An address with more young people than a family has is a home, a hostel or a hall.
_FAMILY = 6
#: The activities of those who are no lead: not known, or not shown.
_UNKNOWN = [each.code for each in STORED.values() if each.is_not_known or each.sealed]


@dataclass(frozen=True, slots=True)
class Home:
    """The numbers on record, whether there is an address, and whether it or the young
    person is guarded.
    """

    phone: str | None
    parent_phone: str | None
    relation: str
    has_address: bool
    guarded: bool


_GUARDED = "({0}.details ? 'confidential_address' OR {0}.details ? 'withheld')"


def homes(people: Collection[int]) -> dict[int, Home]:
    """The numbers and the address on record of these people, by person."""
    found = base.stream(
        "SELECT p.id, p.details->>'phone', p.details->'parent'->>'phone',"
        " COALESCE(p.details->'parent'->>'relation', ''),"
        " p.details->'address'->>'line1' IS NOT NULL,"
        f" {_GUARDED.format('p')} FROM people p WHERE p.id = ANY(%s)",
        list(people),
    )
    return {person: Home(*home) for person, *home in found}


def contacts(people: Collection[int]) -> dict[int, list[tuple[LastContact, Attempt]]]:
    """Every contact with these people, the newest first, by person.

    Who may see more of it than its day is the caller's to decide.
    """
    made: dict[int, list[tuple[LastContact, Attempt]]] = {}
    for person, on, outcome, channel, number, by, visibility in base.stream(
        "SELECT r.root, c.made_on, c.outcome, c.channel, c.number, c.written_by,"
        " c.visibility FROM (SELECT id, COALESCE(merged_into, id) AS root FROM people"
        "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        " JOIN contacts c ON c.person_id = r.id AND c.withdrawn_at IS NULL"
        " ORDER BY c.made_on DESC, c.id DESC",
        list(people),
        list(people),
    ):
        how, came_of = Channel(channel), Outcome(outcome)
        made.setdefault(person, []).append(
            (
                LastContact(on, came_of, how, by, Visibility(visibility)),
                Attempt(on, came_of, how, number),
            )
        )
    return made


def look_ups(people: Collection[int]) -> dict[int, list[LookUp]]:
    """The look-ups in systems of the council that tasks are about, the newest first."""
    made: dict[int, list[LookUp]] = {}
    for person, why, requested, done in base.stream(
        "SELECT r.root, w.why, w.opened_at, w.done_at FROM"
        " (SELECT id, COALESCE(merged_into, id) AS root FROM people"
        "  WHERE id = ANY(%s) OR merged_into = ANY(%s)) r"
        " JOIN work_items w ON w.person_id = r.id AND w.kind = 'task'"
        " AND starts_with(lower(w.why), %s) ORDER BY w.id DESC",
        list(people),
        list(people),
        BEGINS.lower(),
    ):
        day = requested.astimezone(HERE).date()
        ended = done.astimezone(HERE).date() if done is not None else None
        made.setdefault(person, []).append(LookUp(why, day, ended))
    return made


#: Two homes are one by their postcode and first line, or by a number that both have.
#: The family name is no part of it: in many families it differs.
_RELATIVES = f"""
    WITH everybody AS (
      SELECT p.id, p.family, p.given, p.born, p.sex, p.id = ANY(%(people)s) AS wanted,
        p.details->'address'->>'postcode' AS postcode,
        p.details->'address'->>'line1' AS line,
        translate(p.details->>'phone', ' ()-', '') AS phone,
        translate(p.details->'parent'->>'phone', ' ()-', '') AS parents
      FROM people p
      WHERE p.authority = ANY(%(authorities)s) AND p.live AND p.merged_into IS NULL
      AND p.details ?| ARRAY['address', 'phone', 'parent']
      AND NOT {_GUARDED.format("p")} {{among}}
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
    )
    SELECT DISTINCT ON (e.id) e.id, r.id, r.sex, a.how = 0,
      lower(r.family) = lower(e.family)
    FROM families a JOIN everybody e ON e.id = a.id AND e.wanted
    JOIN families b ON b.how = a.how AND b.home = a.home AND b.id <> a.id
    JOIN everybody r ON r.id = b.id
    JOIN positions o ON o.person_id = r.id AND o.as_of = %(day)s
    WHERE a.many BETWEEN 2 AND {_FAMILY}
    AND o.activity <> ALL(%(unknown)s)
    AND (o.lapses IS NULL OR o.lapses >= %(day)s)
    -- The same name and birthday is the same person twice, and no relative.
    AND NOT (r.born IS NOT DISTINCT FROM e.born AND lower(r.given) = lower(e.given))
    ORDER BY e.id, a.how, lower(r.family) <> lower(e.family), r.id"""

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
