"""Those on record who may live in another authority, and where they learn on a day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any, NamedTuple

from tracker import domain
from tracker.access import Scope
from tracker.store.database import base
from tracker.store.people.records import MAY_BE_LISTED, WITH_OTHER_LEAD


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


class Alike(NamedTuple):
    """How many learners have in common their year group, their institution, the
    authority of their postcode, and the one that a file names as responsible (lead).
    """

    year_group: int
    institution: str
    by_postcode: str | None
    lead: str | None
    people: int


#: A sealed activity is part of no list.
_SEALED = [
    each.code
    for each in domain.reference.activity.ACTIVITIES.values()
    if each.sealed or not each.at_provider
]

_LEAD = "p.details->>'lead_authority'"
#: OFFSET 0 makes PostgreSQL look each person up; otherwise it reads the whole day.
_WHERE_THEY_ARE = """
    CROSS JOIN LATERAL (
        SELECT o.year_group, o.institution FROM positions o
        WHERE o.as_of = %s AND o.person_id = p.id AND o.authority = ANY(%s)
        AND o.institution IS NOT NULL AND (o.lapses IS NULL OR o.lapses >= o.as_of)
        AND o.activity <> ALL(%s) OFFSET 0
    ) o
"""
_LISTED = f"""
    WHERE (p.postcode = ANY(%s) OR p.id = ANY(%s)) AND p.authority = ANY(%s)
    AND p.live AND p.merged_into IS NULL AND {MAY_BE_LISTED}
"""


def letters(*, within: Scope) -> list[str]:
    """The first letters of the postcodes on record."""
    return base.column(
        "SELECT letter FROM unnest(%s::text[], %s::text[]) AS part (letter, after)"
        " WHERE EXISTS (SELECT FROM people p WHERE p.authority = ANY(%s)"
        " AND p.postcode ~>=~ letter AND p.postcode ~<~ after)",
        list(ascii_uppercase),
        [chr(ord(letter) + 1) for letter in ascii_uppercase],
        base.whole(within),
    )


def postcodes(
    stretches: Collection[tuple[str, str]], *, within: Scope
) -> Collection[str]:
    """The postcodes on record in stretches of a directory, each a first and a last.

    These operators compare the characters, as the directory and the index are sorted.
    """
    return base.column(
        "SELECT DISTINCT postcode FROM unnest(%s::text[], %s::text[])"
        " AS stretch (first, last) CROSS JOIN LATERAL ("
        "SELECT p.postcode FROM people p WHERE p.authority = ANY(%s)"
        " AND p.postcode ~>=~ first AND p.postcode ~<=~ last OFFSET 0) there",
        [first for first, _ in stretches],
        [last for _, last in stretches],
        base.whole(within),
    )


def with_other_lead(*, within: Scope) -> Collection[int]:
    """Those who have another authority as the responsible one in a file."""
    return base.column(
        f"SELECT id FROM people WHERE authority = ANY(%s) AND {WITH_OTHER_LEAD}",
        base.whole(within),
    )


def learners(
    on: date, *, living_at: Collection[str], led: Collection[int], within: Scope
) -> Iterator[Learner]:
    """Those of some postcodes, and of some people, who are at an institution on a day.

    They come by family name. Left out are those whose activity is sealed or has lapsed,
    and the dead.
    """
    for row in base.stream(
        "SELECT p.id, p.given, p.family, p.born, o.year_group, o.institution,"
        f" p.postcode, {_LEAD}, COALESCE((p.details->>'withheld')::boolean, false)"
        f" FROM people p {_WHERE_THEY_ARE} {_LISTED} ORDER BY p.family, p.given, p.id",
        *_values(on, living_at, led, within),
    ):
        yield Learner(*row)


def counted(
    on: date, *, homes: Mapping[str, str], led: Collection[int], within: Scope
) -> Iterator[Alike]:
    """The numbers of the same young people; ``homes`` are the authorities of some
    postcodes.
    """
    for row in base.stream(
        f"SELECT o.year_group, o.institution, home.authority, {_LEAD}, count(*)"
        " FROM people p LEFT JOIN unnest(%s::text[], %s::text[])"
        " AS home (postcode, authority) ON p.postcode = home.postcode"
        f" {_WHERE_THEY_ARE} {_LISTED} GROUP BY 1, 2, 3, 4",
        *(list(homes), list(homes.values())),
        *_values(on, homes, led, within),
    ):
        yield Alike(*row)


def _values(
    on: date, living_at: Collection[str], led: Collection[int], within: Scope
) -> tuple[Any, ...]:
    here = base.whole(within)
    return on, here, _SEALED, list(living_at), list(led), here
