"""The answers to institutions as they were recorded, and those to ask about again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.access import Scope
from tracker.domain.history.details.restriction_answers import Restriction
from tracker.domain.history.evidence import Detail, from_json
from tracker.store.database import base
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.law.restrictions import restrictions_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer with its person and its source: the user, and the line of a file.

    ``person`` is the record that stands for the person now. ``file``, ``line`` and
    ``batch`` are None where it was recorded by hand.
    """

    person: int
    given: str
    family: str
    born: date | None
    statement: Detail
    as_at: date
    entry: int
    recorded_at: datetime
    recorded_by: str
    batch: int | None
    file: str | None
    line: int | None


#: The answers (f) of persons (p) that an index has: few of the statements on record.
_ANSWERS = (
    "SELECT f.id, f.person_id, f.statement, COALESCE(p.merged_into, p.id) AS root"
    " FROM facts f JOIN people p ON p.id = f.person_id"
    " WHERE f.authority = ANY(%s) AND f.statement->>'about' = 'restriction'"
)
_BY_HAND = f"answers AS MATERIALIZED ({_ANSWERS} AND f.statement ? 'how'{{}})"
_OF_THOSE_WITH_A_NO = (
    "restricted AS MATERIALIZED (SELECT DISTINCT root FROM"
    f" ({_ANSWERS} AND f.statement->>'restricted' = 'Y'{{}}) no),"
    " records AS MATERIALIZED (SELECT root, root AS record FROM restricted UNION ALL"
    " SELECT n.root, p.id FROM restricted n JOIN people p ON p.merged_into = n.root),"
    " answers AS MATERIALIZED (SELECT f.id, f.person_id, f.statement, r.root"
    " FROM records r JOIN facts f ON f.person_id = r.record WHERE f.authority = ANY(%s)"
    " AND f.statement->>'about' = 'restriction')"
)


def of(
    *,
    within: Scope,
    known_at: datetime | None = None,
    persons: Collection[int] | None = None,
    by_hand: bool = False,
) -> Iterator[Recorded]:
    """Every answer to an institution about people who ever gave a No, by person.

    ``known_at`` leaves out answers recorded or withdrawn after that moment, ``persons``
    everybody else. ``by_hand`` gives the answers that were recorded by hand instead,
    also about people who never gave a No.
    """
    among = "" if persons is None else " AND COALESCE(p.merged_into, p.id) = ANY(%s)"
    within_: list[Any] = [base.whole(within)]
    only: list[Any] = [] if persons is None else [list(persons)]
    answers = _BY_HAND if by_hand else _OF_THOSE_WITH_A_NO
    for row in base.stream(
        f"WITH {answers.format(among)}"
        " SELECT r.id, r.given, r.family, r.born, a.statement, e.as_at, n.id,"
        " n.recorded_at, n.made_by, n.batch_id, s.file, s.line"
        " FROM answers a JOIN people r ON r.id = a.root"
        " JOIN evidence e ON e.person_id = a.person_id AND a.id = ANY(e.facts)"
        " JOIN entries n ON n.id = e.entry_id"
        " LEFT JOIN staged_rows s ON s.id = e.row_id"
        " WHERE CASE WHEN %s::timestamptz IS NULL THEN n.withdrawn_at IS NULL"
        " ELSE n.recorded_at <= %s AND (n.withdrawn_at IS NULL OR n.withdrawn_at > %s)"
        " END ORDER BY r.family, r.given, r.id, e.as_at, n.id",
        *within_,
        *only,
        *([] if by_hand else within_),
        known_at,
        known_at,
        known_at,
    ):
        person, given, family, born, stored, *rest = row
        statement = from_json(stored)
        assert isinstance(statement, Detail)
        yield Recorded(person, given, family, born, statement, *rest)


def restricted_at(institutions: Collection[str], *, within: Scope) -> set[int]:
    """The people with a No in force at one of these institutions, by their keys."""
    return base.distinct(
        "SELECT p.id FROM people p, jsonb_array_elements(p.details->'restrictions') r"
        " WHERE p.authority = ANY(%s) AND p.details ? 'restrictions'"
        " AND p.merged_into IS NULL AND p.live AND r->>0 = ANY(%s)",
        base.whole(within),
        list(institutions),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """The person behind a record: their date of birth and their restrictions."""

    person: int
    live: bool
    born: date | None
    restrictions: tuple[Restriction, ...]


def held(records: Collection[int]) -> dict[int, Held]:
    """What these records hold, each that of the person it stands for."""
    return {
        record: Held(person, live, born, restrictions_of(stored or ()))
        for record, person, live, born, stored in base.stream(
            "SELECT p.id, r.id, r.live, r.born, r.details->'restrictions' FROM people p"
            " JOIN people r ON r.id = COALESCE(p.merged_into, p.id)"
            " WHERE p.id = ANY(%s) ORDER BY p.id",
            list(records),
        )
    }


def to_ask(day: date, *, within: Scope) -> set[tuple[int, str]]:
    """The people of 16 or older whose parent's No is in force on a day, with the key of
    each institution; without those who have died or left.
    """
    return set(
        base.stream(
            "SELECT p.id, COALESCE(r->>0, '') FROM people p,"
            " jsonb_array_elements(p.details->'restrictions') r"
            " WHERE p.authority = ANY(%s) AND p.details ? 'restrictions'"
            " AND p.merged_into IS NULL AND p.live"
            " AND NOT p.details ? 'departure' AND r->>5 <= %s",
            base.whole(within),
            day.isoformat(),
        )
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A pupil's newest line of a school census, with its agreement cell."""

    person: int
    row: int
    agreement: str
    line: int
    raw: Mapping[str, str]
    restricted: bool
    batch: ImportBatch


def newest_in_census(
    feed: str, *, after: date, until: date, within: Scope
) -> list[Unanswered]:
    """The newest census line of each pupil in a time, where its agreement is neither
    Yes nor No, without pupils whose answer was recorded by hand.
    """
    found = list(
        base.stream(
            "SELECT * FROM (SELECT DISTINCT ON (COALESCE(p.merged_into, p.id))"
            " COALESCE(p.merged_into, p.id) AS root, s.id, s.raw->>'yssa' AS yssa,"
            " s.line, s.raw, s.restricted, b.id FROM import_batches b"
            " JOIN staged_rows s ON s.batch_id = b.id"
            " JOIN people p ON p.id = s.person_id"
            " WHERE b.authority = ANY(%s) AND b.feed = %s AND b.status = 'applied'"
            " AND b.as_at > %s AND b.as_at <= %s"
            " ORDER BY 1, b.as_at DESC, s.id DESC) newest"
            " WHERE lower(yssa) NOT IN ('yes', 'y', 'no', 'n') AND NOT EXISTS ("
            "SELECT 1 FROM people o JOIN facts f ON f.person_id = o.id"
            " AND f.statement->>'about' = 'restriction' AND f.statement ? 'how'"
            " JOIN evidence e ON e.person_id = o.id AND f.id = ANY(e.facts)"
            " JOIN entries n ON n.id = e.entry_id AND n.withdrawn_at IS NULL"
            " WHERE o.id = root OR o.merged_into = root) ORDER BY root",
            base.whole(within),
            feed,
            after,
            until,
        )
    )
    batches = {
        each.id: each
        for each in base.every(
            select(ImportBatch).where(ImportBatch.id.in_({row[-1] for row in found}))
        )
    }
    return [
        Unanswered(person, row, agreement, line, raw, restricted, batches[batch])
        for person, row, agreement, line, raw, restricted, batch in found
    ]
