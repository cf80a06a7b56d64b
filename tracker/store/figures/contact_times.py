"""The time since the last contact with people NEET or not known, counted at once.

See decision 0063.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.access import Scope
from tracker.domain.casework.contact_bands import (
    BANDS,
    BECAME,
    IN_TIME,
    LAST_MONTH,
    LATELY,
    NEVER,
    SOON,
    Ago,
)
from tracker.domain.figures.measures import ALL, NEET, NOT_KNOWN
from tracker.store.database import base
from tracker.store.history import positions


@dataclass(frozen=True, slots=True)
class Times:
    """Numbers of people by the number of days since their last contact.

    ``ago`` counts people by band (``domain.casework.contact_bands``). ``never`` is the
    number without any contact. ``became`` is the number of people who became NEET
    recently, though long enough ago to be judged. ``in_time`` is the number of those
    who were contacted soon after.
    """

    people: int
    ago: tuple[int, ...]
    never: int
    became: int
    in_time: int


#: For people with all bits of a mask, or those judged apart: days since the last
#: contact, and the first day of a contact since they became NEET. A note that was moved
#: in is none. A contact counts for the person on whichever of their records it was
#: recorded.
_JUDGED = """
    WITH these AS MATERIALIZED (
      SELECT o.person_id, o.neet_since FROM positions o
      WHERE o.as_of = %s AND o.authority = ANY(%s)
      AND o.answers & %s = %s AND o.person_id <> ALL(%s){}
      UNION ALL
      SELECT o.person_id, o.neet_since FROM positions o
      WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.person_id = ANY(%s)
    ), records AS (
      SELECT person_id AS root, person_id AS record FROM these
      UNION ALL
      SELECT a.person_id, p.id FROM these a JOIN people p ON p.merged_into = a.person_id
    ), made AS (
      SELECT r.root, c.made_on FROM records r
      JOIN contacts c ON c.person_id = r.record AND c.withdrawn_at IS NULL
      AND c.outcome NOT IN ('a note only', 'cancelled') AND c.made_on <= %s
    ), last AS (
      SELECT a.person_id, a.neet_since, %s::date - max(m.made_on) AS ago,
        min(m.made_on) FILTER (WHERE m.made_on >= a.neet_since) AS first
      FROM these a LEFT JOIN made m ON m.root = a.person_id GROUP BY 1, 2
    ), judged AS (
      SELECT *, neet_since BETWEEN %s::date AND %s::date AS counts FROM last
    )"""


#: The masks of those who are NEET or not known.
_TO_FIND = {ALL.mask(each, counting=True) for each in (NEET, NOT_KNOWN)}


def _judged(mask: int) -> str:
    """The query for a mask.

    Everybody NEET or not known is in an index, so to narrow it to that index changes no
    result.
    """
    if mask not in _TO_FIND:
        return _JUDGED.format("")
    return _JUDGED.format(f" AND {positions.neet_not_known_or_lapsed('o.')}")


def _values(
    as_of: date,
    within: Scope,
    mask: int,
    sealed: Mapping[int, bool] | None = None,
) -> tuple[Any, ...]:
    """``sealed`` are the people who are judged by what is sealed of them, and whether
    they have all bits of the mask by it.
    """
    judged = sealed or {}
    having = [person for person, has in judged.items() if has]
    return (
        *(as_of, base.whole(within), mask, mask, list(judged)),
        *(as_of, base.whole(within), having, as_of, as_of),
        *(as_of - LATELY, as_of - timedelta(days=SOON)),
    )


def _is(ago: Ago) -> str:
    end = "" if ago.last is None else f" AND ago <= {ago.last}"
    return f"ago >= {ago.first}{end}"


#: The condition of each group, used for its number and for the list behind it.
_IN_GROUP = {
    **{each.group: _is(each) for each in (*BANDS, LAST_MONTH)},
    NEVER: "ago IS NULL",
    BECAME: "counts",
    IN_TIME: f"counts AND first <= neet_since + {SOON}",
}


def times(as_of: date, *, within: Scope, mask: int, sealed: bool) -> Times:
    """The contact times of people whose answers have all bits of ``mask``.

    With ``sealed`` what is sealed counts too, for no list of people.

    A person who became NEET recently, and at least ``SOON`` days ago, should have been
    contacted within those days.
    """
    groups = (*(each.group for each in BANDS), NEVER, BECAME, IN_TIME)
    counted = ", ".join(f"count(*) FILTER (WHERE {_IN_GROUP[g]})" for g in groups)
    judged = None
    if sealed:
        judged = {
            member.person: ALL.answers(member) & mask == mask
            for member in positions.counted_apart(as_of, within=within)
        }
    ((people, *ago, never, became, in_time),) = base.stream(
        f"{_judged(mask)} SELECT count(*), {counted} FROM judged",
        *_values(as_of, within, mask, judged),
    )
    return Times(people, tuple(ago), never, became, in_time)


def in_group(
    group: str, as_of: date, *, within: Scope, mask: int
) -> tuple[str, tuple[Any, ...]]:
    """The SQL condition for the people in a group, and its values.

    It is about a row o of positions. The groups are those of
    ``domain.casework.contact_bands``. Raises LookupError for any other group.
    """
    return (
        f"o.person_id IN ({_judged(mask)} SELECT person_id FROM judged"
        f" WHERE {_IN_GROUP[group]})",
        _values(as_of, within, mask),
    )
