"""The leavers of each institution and year, as they may be shown: a stored derivation.

Teachers open their school's list between two lessons. Each leaver's place at every
month end is therefore worked out in advance: when evidence about the leaver is
recorded, and on each new day.

See decision 0048.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.history.destination_category import Category
from tracker.domain.leavers.leaver import Destination, Kind, Leaver
from tracker.extensions import Model
from tracker.store.database import base, shown
from tracker.store.database.base import AuthorityCode
from tracker.store.history import derivations
from tracker.store.history.leaving import Stage


class LeaverRow(Model):
    """One leaver of one leaving year (``domain.leavers.leaver.Leaver``)."""

    __tablename__ = "leavers"
    __table_args__ = (
        Index("ix_leavers_person", "person_id"),
        Index("ix_leavers_institution", "authority", "institution", "stage", "left"),
    )

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    institution: Mapped[str]
    upn: Mapped[str | None]
    given: Mapped[str]
    family: Mapped[str]
    form_group: Mapped[str | None]
    listed: Mapped[bool]
    # Now: without a category where the authority no longer tracks the leaver.
    category: Mapped[str | None]
    provider: Mapped[str | None]
    since: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    source: Mapped[str | None]
    in_autumn: Mapped[str]
    autumn_provider: Mapped[str | None]
    autumn_since: Mapped[date | None]
    autumn_confirmed_on: Mapped[date | None]
    autumn_source: Mapped[str | None]
    # Without a category until the March after leaving.
    in_march: Mapped[str | None]
    march_provider: Mapped[str | None]
    march_since: Mapped[date | None]
    march_confirmed_on: Mapped[date | None]
    march_source: Mapped[str | None]
    still_there: Mapped[str]
    sustained: Mapped[str]
    lasted_in: Mapped[str | None]
    need: Mapped[str]
    free_meals: Mapped[str]
    sex: Mapped[str]


class LeavingYear(Model):
    """A leaving year, as at a day; ``complete`` means that no leaver is missing."""

    __tablename__ = "leaving_years"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    complete: Mapped[bool]
    #: The mark changes whenever one of the year's leavers changes.
    mark: Mapped[uuid.UUID] = mapped_column(server_default=text("gen_random_uuid()"))


_COLUMNS = tuple(column.name for column in LeaverRow.__table__.columns)
_OF_LEAVER = ", ".join(_COLUMNS[3:4] + _COLUMNS[5:])
_OF_LIST = attrgetter("upn", "given", "family", "form_group", "listed")
_AFTERWARDS = attrgetter(
    *("still_there", "sustained", "lasted_in", "need", "free_meals", "sex")
)
#: A page reads hundreds of leavers: this is quicker than a call of the enumeration.
_CATEGORY_OF = {str(each): each for each in Category}


@dataclass(frozen=True, slots=True)
class Kept:
    """A leaving year with leavers stored as at ``as_of``."""

    left: int
    stage: Stage
    as_of: date
    complete: bool


def kept(authority: str) -> list[Kept]:
    """Every leaving year stored for an authority, in order."""
    return [
        Kept(left, Stage(stage), as_of, complete)
        for left, stage, as_of, complete in base.repeated(
            f'SELECT "left", stage, as_of, complete AND {derivations.current()}'
            " FROM leaving_years"
            ' WHERE authority = %s ORDER BY "left", stage',
            authority,
        )
    ]


def mark_stale(authority: str) -> None:
    """Marks every leaving year as incomplete: some of its leavers are missing."""
    base.run(
        "UPDATE leaving_years SET complete = false WHERE authority = %s AND complete",
        [authority],
    )


def replace(
    authority: str,
    left: int,
    stage: Stage,
    as_of: date,
    leavers: Mapping[str, Sequence[Leaver]],
) -> None:
    """Replaces the stored leavers of a year by these, given by institution (key)."""
    with base.cursor() as sql:
        sql.execute(
            'DELETE FROM leavers WHERE authority = %s AND "left" = %s AND stage = %s',
            [authority, left, stage],
        )
        sql.execute(
            'INSERT INTO leaving_years (authority, "left", stage, as_of, complete)'
            ' VALUES (%s, %s, %s, %s, true) ON CONFLICT (authority, "left", stage)'
            " DO UPDATE SET as_of = excluded.as_of, complete = true,"
            " mark = gen_random_uuid()",
            [authority, left, stage, as_of],
        )
    write(authority, left, stage, leavers)


def write(
    authority: str, left: int, stage: Stage, leavers: Mapping[str, Sequence[Leaver]]
) -> None:
    """Stores leavers of a year; none of them may be stored for that year yet."""
    written = base.copy_into(
        'leavers ("' + '", "'.join(_COLUMNS) + '")',
        (
            _row(authority, left, stage, institution, leaver)
            for institution, some in leavers.items()
            for leaver in some
        ),
    )
    if written:
        base.run(
            "UPDATE leaving_years SET mark = gen_random_uuid()"
            ' WHERE authority = %s AND "left" = %s AND stage = %s',
            [authority, left, stage],
        )


def forget(people: Iterable[int]) -> None:
    """Deletes these people as leavers of every year."""
    base.run(
        "WITH gone AS (DELETE FROM leavers WHERE person_id = ANY(%s)"
        ' RETURNING authority, "left", stage)'
        " UPDATE leaving_years y SET mark = gen_random_uuid()"
        " FROM (SELECT DISTINCT * FROM gone) g WHERE y.authority = g.authority"
        ' AND y."left" = g."left" AND y.stage = g.stage',
        [list(people)],
    )


def of(institution: str, left: int, stage: Stage, *, within: Scope) -> list[Leaver]:
    """The leavers of an institution (key) in one year, in order of person number."""
    if within.leavers_of is not None and institution not in within.leavers_of:
        return []
    rows = base.stream(
        f"SELECT {_OF_LEAVER} FROM leavers WHERE authority = ANY(%s)"
        ' AND institution = %s AND stage = %s AND "left" = %s ORDER BY person_id',
        list(within.authorities),
        institution,
        stage,
        left,
    )
    return [_leaver(*row) for row in rows]


def kinds_of(
    institution: str, years: Sequence[int], stage: Stage, *, within: Scope
) -> dict[int, dict[Kind, int]]:
    """The number of leavers of each kind at an institution (key), by leaving year."""
    if within.leavers_of is not None and institution not in within.leavers_of:
        return {year: {} for year in years}
    return _count(years, stage, within, institution)


def names(
    persons: Sequence[int], years: Sequence[int], *, within: Scope
) -> dict[int, str]:
    """The names, "Family, Given", by number: of those of these people who may be named
    as leavers in one of these years.
    """
    narrowed = "" if within.leavers_of is None else " AND institution = ANY(%s)"
    return base.lookup(
        "SELECT DISTINCT person_id, family || ', ' || given FROM leavers"
        " WHERE listed AND authority = ANY(%s)"
        f' AND person_id = ANY(%s) AND "left" = ANY(%s){narrowed}',
        list(within.authorities),
        list(persons),
        list(years),
        *([] if within.leavers_of is None else [list(within.leavers_of)]),
    )


#: Results of ``kinds`` by year, stage and the marks of the leavers counted. Every
#: school of an authority is compared with the same tens of thousands of leavers.
_counted: dict[tuple[int, Stage, str], dict[Kind, int]] = {}
_MOST_COUNTED = 64


def kinds(
    years: Sequence[int], stage: Stage, *, within: Scope
) -> dict[int, dict[Kind, int]]:
    """The number of leavers of each kind in the authorities, all institutions together.

    A user of one institution may compare its leavers with these numbers. Each process
    counts a stored year once, until one of its leavers changes; as the council, also in
    a school's request.
    """
    marks = base.lookup(
        "SELECT \"left\", string_agg(mark::text, ' ' ORDER BY authority)"
        " FROM leaving_years WHERE authority = ANY(%s) AND stage = %s"
        ' AND "left" = ANY(%s) GROUP BY "left"',
        list(within.authorities),
        stage,
        list(years),
    )
    known = {
        year: counted
        for year, mark in marks.items()
        if (counted := _counted.get((year, stage, mark))) is not None
    }
    fresh = {}
    if missing := [year for year in years if year not in known]:
        # The sums cover every institution; a school's role reads its own leavers only.
        with shown.as_council():
            fresh = _count(missing, stage, within)
    if len(_counted) > _MOST_COUNTED:
        _counted.clear()
    for year in fresh.keys() & marks.keys():
        _counted[year, stage, marks[year]] = fresh[year]
    return {**known, **fresh}


def _count(
    years: Sequence[int],
    stage: Stage,
    within: Scope,
    institution: str | None = None,
) -> dict[int, dict[Kind, int]]:
    narrowed = "" if institution is None else " AND institution = %s"
    found: dict[int, dict[Kind, int]] = {year: {} for year in years}
    if not years:
        return found
    for left, people, listed, now, in_autumn, in_march, *others in base.stream(
        'SELECT "left", count(*), listed, category, in_autumn, in_march, sustained,'
        " need, free_meals, sex FROM leavers WHERE authority = ANY(%s) AND stage = %s"
        f' AND "left" = ANY(%s){narrowed} GROUP BY "left", listed, category, in_autumn,'
        " in_march, sustained, need, free_meals, sex",
        list(within.authorities),
        stage,
        list(years),
        *([] if institution is None else [institution]),
    ):
        kind = Kind(
            listed,
            _category(now),
            _CATEGORY_OF[in_autumn],
            _category(in_march),
            *others,
        )
        found[left][kind] = people
    return found


def institutions(left: int, *, within: Scope) -> dict[tuple[str, Stage], int]:
    """The number of leavers of each institution (key) in a year, by stage."""
    narrowed = "" if within.leavers_of is None else " AND institution = ANY(%s)"
    return {
        (institution, Stage(stage)): people
        for institution, stage, people in base.stream(
            "SELECT institution, stage, count(*) FROM leavers"
            f' WHERE authority = ANY(%s) AND "left" = %s{narrowed}'
            " GROUP BY institution, stage ORDER BY institution, stage",
            list(within.authorities),
            left,
            *([] if within.leavers_of is None else [list(within.leavers_of)]),
        )
    }


def _row(
    authority: str, left: int, stage: Stage, institution: str, leaver: Leaver
) -> tuple[Any, ...]:
    return (
        *(authority, left, stage, leaver.person, institution),
        *_OF_LIST(leaver),
        *_of_destination(leaver.now),
        *_of_destination(leaver.autumn),
        *_of_destination(leaver.march),
        *_AFTERWARDS(leaver),
    )


def _of_destination(where: Destination | None) -> tuple[Any, ...]:
    if where is None:
        return (None,) * 5
    place = where.category, where.provider
    return *place, where.since, where.confirmed_on, where.source


#: The number of columns of _OF_LEAVER before the destinations, and in each of them.
_BEFORE, _EACH = 6, 5
_AFTER = _BEFORE + 3 * _EACH


def _leaver(*row: Any) -> Leaver:
    """The leaver in one row of _OF_LEAVER, which has the order of a leaver's fields."""
    now, autumn, march = (
        _destination(*row[at : at + _EACH]) for at in range(_BEFORE, _AFTER, _EACH)
    )
    still_there, sustained, lasted_in, *others = row[_AFTER:]
    assert autumn is not None
    return Leaver(
        *(*row[:_BEFORE], now, autumn, march),
        *(still_there, sustained, _category(lasted_in), *others),
    )


def _destination(category: str | None, *others: Any) -> Destination | None:
    if category is None:
        return None
    return Destination(_CATEGORY_OF[category], *others)


def _category(text: str | None) -> Category | None:
    return None if text is None else _CATEGORY_OF[text]
