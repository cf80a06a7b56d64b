"""Pupils by the points of the indicators that hold for them, as stored for a day.

The points are given by those who read. They are added up here so that a long list is
sorted and cut where it is stored; nothing of them is kept. See decision 0251.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access import Scope
from tracker.store.database import base
from tracker.store.people.records import MAY_BE_LISTED, UNLISTED


@dataclass(frozen=True, slots=True)
class Listed:
    """A pupil of a list by points, with as much as sorts and narrows it.

    ``holds`` and ``not_known`` are names of indicators with spaces between: to read
    lists of a long list takes longer than all the rest.
    """

    person: int
    points: int
    holds: str
    not_known: str
    institution: str | None


@dataclass(frozen=True, slots=True)
class OwnPupil:
    """A pupil of a school or college. ``details`` have what may keep them off lists."""

    person: int
    year_group: int
    form_group: str | None
    holds: str
    not_known: str
    given: str
    family: str
    upn: str | None
    details: Mapping[str, Any]


#: The pupils of a day who may be on a list: only the few who may not are looked up.
_OF_DAY = (
    """
    FROM indicator_rows r WHERE r.as_of = %s AND r.authority = ANY(%s)
    AND NOT EXISTS (SELECT FROM people u WHERE u.id = r.person_id AND """
    + f"{UNLISTED})"
)


def by_year_group(as_of: date, *, within: Scope) -> dict[int, int]:
    """How many pupils may be on a list, by year group, on a day."""
    return base.lookup(
        f"SELECT r.year_group, count(*){_OF_DAY} GROUP BY 1 ORDER BY 1",
        *(as_of, base.whole(within)),
    )


def at_risk(
    as_of: date,
    year_group: int,
    points: Mapping[str, int],
    *,
    threshold: int,
    besides: Collection[int] = (),
    within: Scope,
) -> list[Listed]:
    """The pupils of a year group who reach a threshold, those with most points first.

    ``points`` are those of each indicator that counts; ``besides`` are people who are
    on the list with fewer points as well.
    """
    each = "CASE WHEN %s = ANY(r.holds) THEN %s ELSE 0 END"
    total = " + ".join([each] * len(points)) or "0"
    return [
        Listed(*row)
        for row in base.stream(
            "SELECT s.person_id, s.points, array_to_string(s.holds, ' '),"
            " array_to_string(s.not_known, ' '), s.institution FROM ("
            f"SELECT r.*, {total} AS points{_OF_DAY} AND r.year_group = %s"
            ") s WHERE s.points >= %s OR s.person_id = ANY(%s)"
            " ORDER BY s.points DESC, s.person_id",
            *(value for pair in points.items() for value in pair),
            *(as_of, base.whole(within), year_group, threshold, list(besides)),
        )
    ]


def names(people: Collection[int], *, within: Scope) -> dict[int, tuple[str, str]]:
    """The given and the family name of each of these people."""
    return {
        person: (given, family)
        for person, given, family in base.stream(
            "SELECT id, given, family FROM people"
            " WHERE id = ANY(%s) AND authority = ANY(%s)",
            list(people),
            base.whole(within),
        )
    }


def own_pupils(as_of: date, institution: str, *, within: Scope) -> list[OwnPupil]:
    """The pupils of an institution (key), by name, on a day.

    Those who may not be named to it are among them: their details show it.
    """
    if within.leavers_of is not None and institution not in within.leavers_of:
        return []
    return [
        OwnPupil(*row)
        for row in base.stream(
            "SELECT r.person_id, r.year_group, r.form_group,"
            " array_to_string(r.holds, ' '), array_to_string(r.not_known, ' '),"
            " p.given, p.family, p.upn, jsonb_build_object('withheld',"
            " p.details -> 'withheld', 'restrictions', COALESCE(p.details ->"
            " 'restrictions', '[]'), 'departure', p.details -> 'departure')"
            " FROM indicator_rows r JOIN people p ON p.id = r.person_id"
            " WHERE r.as_of = %s AND r.authority = ANY(%s) AND r.seen_by = %s"
            f" AND p.live AND p.merged_into IS NULL AND {MAY_BE_LISTED}"
            " ORDER BY p.family, p.given, p.id",
            *(as_of, list(within.authorities), institution),
        )
    ]
