"""The decisions about the lines of a batch, stored many at a time."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from psycopg.types.json import Jsonb

from tracker.store.database import base
from tracker.store.intake.import_batches import Outcome

#: From this number of lines on, PostgreSQL needs new statistics about their people.
MANY_LINES = 1000


def decide(decisions: Iterable[tuple[Any, ...]]) -> None:
    """Stores (row, outcome, person, same as, score, error, reasons, candidates)."""
    columns = (
        "id bigint, outcome text, person_id bigint, same_as bigint, score real,"
        " error float8, reasons jsonb, candidates jsonb"
    )
    rows = (
        (*decided, Jsonb(why), Jsonb(candidates))
        for *decided, why, candidates in decisions
    )
    with base.temporary("decided", columns, rows):
        base.run(
            "UPDATE staged_rows s SET outcome = d.outcome, person_id = d.person_id,"
            " same_as = d.same_as, score = d.score, expected_error = d.error,"
            " reasons = d.reasons, candidates = d.candidates"
            " FROM decided d WHERE s.id = d.id"
        )


def offer_earlier(batch_id: int) -> None:
    """Gives doubtful lines a candidate: the person of an earlier line in the file.

    The earlier line is the one that the doubtful line contradicts (``same_as``).
    """
    # In steps, each by key: after a census PostgreSQL may still plan for lines without
    # a person, and a single query would look at all of them for each line.
    doubtful = base.lookup(
        "SELECT id, same_as FROM staged_rows"
        " WHERE batch_id = %s AND outcome = %s AND same_as IS NOT NULL",
        batch_id,
        Outcome.POSSIBLE,
    )
    became = base.lookup(
        "SELECT id, person_id FROM staged_rows"
        " WHERE id = ANY(%s) AND person_id IS NOT NULL",
        sorted(set(doubtful.values())),
    )
    offered = [(line, became[to]) for line, to in doubtful.items() if to in became]
    base.run(
        "UPDATE staged_rows s SET candidates = jsonb_build_array("
        "jsonb_build_object('person', o.person, 'score', NULL,"
        " 'reasons', s.reasons))"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS o(line, person)"
        " WHERE s.id = o.line",
        ([line for line, _ in offered], [person for _, person in offered]),
    )


def refuse(rows: Iterable[tuple[int, list[dict[str, Any]]]]) -> None:
    """Makes each (row, problems) invalid, for problems that only the records show.

    Each problem is marked so that the line's sender does not see it.
    """
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET outcome = %s, person_id = NULL, same_as = NULL,"
            " problems = problems || %s WHERE id = %s",
            [
                (
                    Outcome.INVALID,
                    Jsonb([{**each, "by": "records"} for each in problems]),
                    row,
                )
                for row, problems in rows
            ],
        )


def new_people(batch_id: int) -> int:
    """How many young people the lines of a batch make a new record of."""
    return base.number(
        "SELECT count(DISTINCT person_id) FROM staged_rows"
        " WHERE batch_id = :batch AND outcome = :new",
        {"batch": batch_id, "new": str(Outcome.NEW)},
    )


def refused_for(batch_id: int, message: str) -> set[int]:
    """The lines of a batch that ``refuse`` made invalid with this message."""
    return base.distinct(
        "SELECT id FROM staged_rows WHERE batch_id = %s AND outcome = %s"
        " AND problems @> %s",
        *(batch_id, str(Outcome.INVALID)),
        Jsonb([{"message": message, "by": "records"}]),
    )


def accept(rows: Iterable[int]) -> None:
    """Takes back what ``refuse`` did to these lines."""
    base.run(
        "UPDATE staged_rows SET outcome = NULL, problems = COALESCE("
        "(SELECT jsonb_agg(p) FROM jsonb_array_elements(problems) p"
        " WHERE p->>'by' IS DISTINCT FROM 'records'), '[]') WHERE id = ANY(%s)",
        [list(rows)],
    )


def restrict(
    rows: Iterable[tuple[int, Mapping[str, str], list[dict[str, Any]], bool]],
) -> None:
    """Reduces each (row, raw, problems, usable) for good to the cells given here.

    The outcome becomes restricted, or invalid where the line is no longer usable. A
    line that is possible, out of area or invalid already keeps its outcome. A usable
    line without an outcome stays without one.
    """
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET restricted = true, raw = %s, sealed = NULL,"
            " problems = %s,"
            " outcome = CASE WHEN outcome IN ('possible', 'out-of-area', 'invalid')"
            " THEN outcome WHEN NOT %s THEN 'invalid' WHEN outcome IS NULL THEN NULL"
            " ELSE 'restricted' END WHERE id = %s",
            [
                (Jsonb(dict(raw)), Jsonb(problems), usable, row)
                for row, raw, problems, usable in rows
            ],
        )


def reword(rows: Collection[int], word: Callable[[int, list[str]], list[str]]) -> None:
    """Replaces the reasons of these lines, and of their candidates.

    ``word`` gives the new reasons for (row, reasons).
    """
    stored = list(
        base.stream(
            "SELECT id, reasons, candidates FROM staged_rows WHERE id = ANY(%s)",
            list(rows),
        )
    )
    with base.cursor() as sql:
        sql.executemany(
            "UPDATE staged_rows SET reasons = %s, candidates = %s WHERE id = %s",
            [
                (
                    Jsonb(word(row, reasons)),
                    Jsonb(
                        [
                            {**each, "reasons": word(row, each["reasons"])}
                            for each in candidates
                        ]
                    ),
                    row,
                )
                for row, reasons, candidates in stored
            ],
        )


def set_outcomes(outcomes: Iterable[tuple[int, str, int | None]]) -> None:
    """Stores (row, outcome, person) of each line once a batch is applied."""
    columns = "id bigint, outcome text, person_id bigint"
    with base.temporary("came_out", columns, outcomes) as many:
        base.run(
            "UPDATE staged_rows s SET outcome = c.outcome, person_id = c.person_id"
            " FROM came_out c WHERE s.id = c.id AND"
            " (s.outcome, s.person_id) IS DISTINCT FROM (c.outcome, c.person_id)"
        )
    if many >= MANY_LINES:
        base.analyze("staged_rows")
