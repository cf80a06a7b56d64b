"""The numbers of the ledger, and the young people behind each.

Both are found by the marks that young people of the ledger have in common, so a number
and its list always agree. What is counted for a whole cohort is kept by each process
until the ledger changes; see decision 0256.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from tracker.access import Scope
from tracker.domain.figures.breakdowns import EVERY
from tracker.domain.year.funnel import Part
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name
from tracker.store.database import base
from tracker.store.database.cached import Several
from tracker.store.history.ledger import owed_rows
from tracker.store.history.ledger.owed_rows import Year

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Part of a leaving year: a cohort, one group of a breakdown (by its name)."""

    cohort: LedgerCohort = LedgerCohort.BOTH
    by: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A young person of the ledger.

    ``steps`` has what is known of a step by its name: ``on``, ``place``,
    ``place_name``, ``source``, ``left_on``. ``gap`` is the step to act on, ``owner``
    who has to.
    """

    person: int
    name: str
    born: date
    year_group: int
    institution: str | None
    form_group: str | None
    marks: str
    steps: Mapping[str, Mapping[str, str]]
    gap: str | None
    owner: str | None


#: The counts of a few cohorts of each authority, and of their groups.
_COUNTED: Several[Any] = Several(most=200)


def marks(
    year: Year, *, within: Scope, narrowed: Narrowed = Narrowed()
) -> Mapping[str, int]:
    """The number of young people of a cohort by their marks."""
    where, values = _where(year, within, narrowed)

    def count() -> Mapping[str, int]:
        return base.lookup(
            f"SELECT r.marks, count(*) FROM ledger_rows r {where} GROUP BY 1", *values
        )

    return _kept(("marks", narrowed), year, within, count)


def groups(
    year: Year,
    by: str,
    *,
    within: Scope,
    cohort: LedgerCohort = LedgerCohort.BOTH,
) -> Mapping[str, Mapping[str, int]]:
    """The number of young people by group of a breakdown and by their marks.

    ``by`` is the name of the breakdown, one of ``domain.figures.breakdowns.CUTS``.
    """
    where, values = _where(year, within, Narrowed(cohort))

    def count() -> Mapping[str, Mapping[str, int]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        # Most rows have the same few groups, so they are taken apart after counting.
        for together, these, people in base.stream(
            f"SELECT r.groups->%s, r.marks, count(*) FROM ledger_rows r {where}"
            " GROUP BY 1, 2",
            by,
            *values,
        ):
            for group in together or ():
                found[group][these] += people
        return {group: dict(found[group]) for group in sorted(found)}

    return _kept(("groups", by, cohort), year, within, count)


def _kept(question: Hashable, year: Year, within: Scope, count: Callable[[], T]) -> T:
    """The answer of this process to a question about a year; ``count`` makes it."""
    authorities = base.whole(within)
    mark = owed_rows.mark(year, authorities=authorities)
    if mark is None:
        return count()
    kept: T = _COUNTED.at((question, year, tuple(authorities)), mark, count)
    return kept


def expected_at(
    year: Year,
    name: Name,
    part: Part,
    *,
    within: Scope,
    alike: Iterable[str],
    narrowed: Narrowed = Narrowed(),
) -> dict[str | None, int]:
    """The number of young people in a part of a step by the place where they were
    expected (``expected_place``), None where no place is on record: most people first.

    ``alike`` are the marks of the cohort (``marks``).
    """
    where, values = _in_part(year, name, part, within, narrowed, alike)
    places = (f"r.steps->'{step}'->>'place_name'" for step in _EXPECTED_AT)
    return base.lookup(
        f"SELECT COALESCE({', '.join(places)}), count(*) FROM ledger_rows r {where}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        *values,
    )


def doing_on(
    day: date,
    year: Year,
    name: Name,
    part: Part,
    *,
    within: Scope,
    alike: Iterable[str],
    narrowed: Narrowed = Narrowed(),
) -> list[tuple[str | None, bool, int]]:
    """(activity, whether it has lapsed, number of young people) of those in a part of a
    step, on a day with positions. The activity of those who are not tracked is None.

    ``alike`` are the marks of the cohort (``marks``).
    """
    where, values = _in_part(year, name, part, within, narrowed, alike)
    return list(
        base.stream(
            "SELECT d.activity, COALESCE(d.lapses < d.as_of, false), count(*)"
            " FROM ledger_rows r LEFT JOIN positions d"
            f" ON d.as_of = %s AND d.person_id = r.person_id {where} GROUP BY 1, 2",
            day,
            *values,
        )
    )


def expected_place(row: Row) -> str | None:
    """The place that a young person accepted, or else was offered, applied for or
    planned; None where none is on record.
    """
    named = (row.steps.get(step, {}).get("place_name") for step in _EXPECTED_AT)
    return next(filter(None, named), None)


#: The steps that name a place where a young person is expected, the surest first.
_EXPECTED_AT = (Name.ACCEPTED, Name.ALLOCATED, Name.OFFER, Name.APPLIED, Name.PLAN)


def people(
    year: Year,
    *,
    within: Scope,
    name: Name | None = None,
    part: Part = Part.REACHED,
    narrowed: Narrowed = Narrowed(),
    offset: int = 0,
    limit: int = 50,
    alike: Mapping[str, int] | None = None,
) -> tuple[int, list[Row]]:
    """The number of young people in a part of a step, and a page of them.

    Everybody of the cohort where no step is named. They are in the order of family
    name, given name and number. ``alike`` are the marks of the cohort, where they have
    been read (``marks``).
    """
    if alike is None:
        alike = marks(year, within=within, narrowed=narrowed)
    chosen = [each for each in alike if name is None or part.has(each, name)]
    where, values = _where(year, within, narrowed)
    found = base.stream(
        f"SELECT {_ROW} FROM ledger_rows r"
        f" JOIN people p ON p.id = r.person_id {where}"
        " AND r.marks = ANY(%s) ORDER BY p.family, p.given, p.id OFFSET %s LIMIT %s",
        *values,
        chosen,
        offset,
        limit,
    )
    total = sum(alike[each] for each in chosen)
    return total, [Row(*row) for row in found]


def of_people(
    numbers: Iterable[int],
    year: Year,
    *,
    within: Scope,
    offset: int = 0,
    limit: int | None = None,
) -> dict[int, Row]:
    """The rows of these people in a leaving year, by person; others have none.

    They are in the order of family name, given name and number; ``offset`` and
    ``limit`` cut a page of them.
    """
    where, values = _of_year(year, within)
    found = base.stream(
        # Of the numbers in people, so that a page is read in the order of their names.
        f"SELECT {_ROW} FROM ledger_rows r JOIN people p ON p.id = r.person_id"
        f" {where} AND p.id = ANY(%s) ORDER BY p.family, p.given, p.id"
        " OFFSET %s LIMIT %s",
        *values,
        list(numbers),
        offset,
        limit,
    )
    return {row.person: row for row in (Row(*each) for each in found)}


def of_person(person: int, years: Collection[Year], *, within: Scope) -> dict[int, Row]:
    """A person's rows in these leaving years, by the year that was left."""
    found = base.repeated(
        f'SELECT r."left", {_ROW} FROM ledger_rows r'
        " JOIN people p ON p.id = r.person_id"
        " JOIN unnest(%s::int[], %s::date[]) AS y (year_left, day)"
        ' ON y.year_left = r."left" AND y.day = r.as_of'
        " WHERE r.authority = ANY(%s) AND r.person_id = %s",
        [year.left for year in years],
        [year.as_of for year in years],
        base.whole(within),
        person,
    )
    return {left: Row(*row) for left, *row in found}


_ROW = (
    "p.id, p.given || ' ' || p.family, p.born, r.year_group, r.institution,"
    " r.form_group, r.marks, r.steps, r.gap, r.owner"
)


def _of_year(year: Year, within: Scope) -> tuple[str, list[Any]]:
    """The condition of a leaving year, whichever cohort, and its values."""
    where = 'WHERE r.authority = ANY(%s) AND r."left" = %s AND r.as_of = %s'
    return where, [base.whole(within), year.left, year.as_of]


def _in_part(
    year: Year,
    name: Name,
    part: Part,
    within: Scope,
    narrowed: Narrowed,
    alike: Iterable[str],
) -> tuple[str, list[Any]]:
    """The condition of a part of a step, and its values."""
    where, values = _where(year, within, narrowed)
    chosen = [each for each in alike if part.has(each, name)]
    return f"{where} AND r.marks = ANY(%s)", [*values, chosen]


def _where(year: Year, within: Scope, narrowed: Narrowed) -> tuple[str, list[Any]]:
    """The condition of a part of a cohort, and its values."""
    where, values = _of_year(year, within)
    where += " AND r.year_group BETWEEN %s AND %s"
    values.extend(narrowed.cohort.year_groups)
    if narrowed.by is not None and narrowed.group not in (None, EVERY):
        where += " AND r.groups->%s ? %s"
        values += [narrowed.by, narrowed.group]
    return where, values
