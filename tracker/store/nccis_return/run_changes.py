"""The differences between two returns, found by the database: only they are read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.store.database import base
from tracker.store.nccis_return import runs


@dataclass(frozen=True, slots=True)
class Side:
    """One return's record of a person, as far as two returns are compared."""

    status: str
    group: str
    activity: str | None
    lapsed: bool


_SIDE = (
    "{0}.record->>'CohortStatus', {0}.\"group\", {0}.record->>'ActivityCode',"
    " {0}.record->>'CurrencyLapsed' = 'Y'"
)

_DIFFERING = f"""
    SELECT COALESCE(a.person_id, b.person_id),
        a.person_id IS NOT NULL, {_SIDE.format("a")},
        b.person_id IS NOT NULL, {_SIDE.format("b")}
    FROM (SELECT * FROM return_records WHERE run_id = %s) a
    FULL JOIN (SELECT * FROM return_records WHERE run_id = %s) b USING (person_id)
    WHERE a.person_id IS NULL OR b.person_id IS NULL
        OR a."group" <> b."group"
        OR a.record->>'CohortStatus' <> b.record->>'CohortStatus'
        OR a.record->>'ActivityCode' IS DISTINCT FROM b.record->>'ActivityCode'
    ORDER BY 1
"""


def differing(first: int, second: int) -> list[tuple[int, Side | None, Side | None]]:
    """Everybody whose records differ between two runs, in order of person."""
    return [
        (
            row[0],
            Side(row[2], row[3], row[4], bool(row[5])) if row[1] else None,
            Side(row[7], row[8], row[9], bool(row[10])) if row[6] else None,
        )
        for row in base.stream(_DIFFERING, first, second)
    ]


def groups(first: int, second: int) -> dict[str, tuple[int, int]]:
    """The number of records in each group, by its name, for each of two runs."""
    return {
        group: (before, after)
        for group, before, after in base.stream(
            'SELECT "group", count(*) FILTER (WHERE run_id = %s),'
            " count(*) FILTER (WHERE run_id = %s)"
            ' FROM return_records WHERE run_id IN (%s, %s) GROUP BY "group"'
            ' ORDER BY "group" COLLATE "C"',
            first,
            second,
            first,
            second,
        )
    }


def counted(run_id: int, *, sealed: bool) -> list[tuple[str, str, str, bool, int]]:
    """A run's records counted by month of birth, cohort status, activity and lapse.

    With ``sealed`` they are counted as sent, so that the figures are those of the file;
    without it a sealed activity is given as readers see it. Raises
    encryption.NotOpened.
    """
    known = runs.sealed_activities(run_id) if sealed else ()
    apart = {each.person: each for each in known}
    found: Counter[tuple[str, str, str, bool]] = Counter()
    for born, status, code, lapsed, people in base.stream(
        "SELECT left(record->>'DOB', 7), record->>'CohortStatus',"
        " record->>'ActivityCode',"
        " COALESCE(record->>'CurrencyLapsed' = 'Y', false), count(*)"
        " FROM return_records WHERE run_id = %s AND person_id <> ALL(%s)"
        " AND record->>'ActivityCode' IS NOT NULL"
        " AND record->>'DOB' IS NOT NULL GROUP BY 1, 2, 3, 4",
        run_id,
        list(apart),
    ):
        found[born, status, code, lapsed] = people
    for person, born, status in base.stream(
        "SELECT person_id, left(record->>'DOB', 7), record->>'CohortStatus'"
        " FROM return_records WHERE run_id = %s AND person_id = ANY(%s)"
        " AND record->>'DOB' IS NOT NULL",
        run_id,
        list(apart),
    ):
        found[born, status, apart[person].activity, apart[person].lapsed] += 1
    return [(*alike, people) for alike, people in sorted(found.items())]


def with_status(status: str, runs: Sequence[int]) -> dict[int, Counter[str]]:
    """The number of records with a cohort status, for each of these runs by group."""
    found = {each: Counter[str]() for each in runs}
    for run, group, people in base.stream(
        'SELECT run_id, "group", count(*) FROM return_records'
        " WHERE run_id = ANY(%s) AND record->>'CohortStatus' = %s GROUP BY 1, 2",
        list(runs),
        status,
    ):
        found[run][group] = people
    return found
