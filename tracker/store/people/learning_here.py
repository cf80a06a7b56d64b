"""Those who learn at some institutions on a day, with what shows where they live."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from tracker import domain
from tracker.access import Scope
from tracker.store.database import base
from tracker.store.people.records import MAY_BE_LISTED


@dataclass(frozen=True, slots=True)
class Learner:
    """A young person at an institution; ``lead`` is the authority that a file names as
    responsible for them. ``withheld``: not named outward.
    """

    person: int
    given: str
    family: str
    born: date
    year_group: int
    institution: str
    postcode: str | None
    lead: str | None
    withheld: bool


#: A sealed activity is part of no list.
_SEALED = [
    each.code
    for each in domain.reference.activity.ACTIVITIES.values()
    if each.sealed or not each.at_provider
]


def institutions(on: date, *, within: Scope) -> list[str]:
    """The institutions (keys) at which young people are on a day."""
    return base.column(
        "SELECT DISTINCT institution FROM positions"
        " WHERE as_of = %s AND authority = ANY(%s) AND institution IS NOT NULL",
        on,
        base.whole(within),
    )


def learners(on: date, keys: Collection[str], *, within: Scope) -> Iterator[Learner]:
    """Everybody who is at one of these institutions (keys) on a day, by family name.

    Left out are those whose activity is sealed or has lapsed, and the dead.
    """
    for row in base.stream(
        "SELECT p.id, p.given, p.family, p.born, o.year_group, o.institution,"
        " p.postcode, p.details->>'lead_authority',"
        " COALESCE((p.details->>'withheld')::boolean, false)"
        " FROM positions o JOIN people p ON p.id = o.person_id"
        " WHERE o.as_of = %s AND o.authority = ANY(%s) AND o.institution = ANY(%s)"
        " AND (o.lapses IS NULL OR o.lapses >= o.as_of) AND o.activity <> ALL(%s)"
        f" AND p.live AND p.merged_into IS NULL AND {MAY_BE_LISTED}"
        " ORDER BY p.family, p.given, p.id",
        on,
        base.whole(within),
        list(keys),
        _SEALED,
    ):
        yield Learner(*row)
