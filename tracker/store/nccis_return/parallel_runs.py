"""Comparisons of another system's file with our return, month by month.

The numbers of a comparison stay. Its differences, person by person, are kept of the
newest comparison of a month alone. See decision 0226.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.nccis_return.parallel_run.causes import Cause
from tracker.domain.nccis_return.parallel_run.comparing import (
    ORDER,
    Comparison,
    Difference,
)
from tracker.domain.reference.academic_year import Period
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment


class ParallelRun(Model):
    """One comparison: the people of both, and the differences by their cause.

    ``causes`` has the differences of each cause, ``people`` the young people with one.
    ``left_out`` are records of their file that another authority leads.
    """

    __tablename__ = "parallel_runs"
    __table_args__ = (Index("ix_parallel_runs_month", "authority", "period_end"),)

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    period_end: Mapped[date]
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    theirs: Mapped[int]
    ours: Mapped[int]
    in_both: Mapped[int]
    equal: Mapped[int]
    left_out: Mapped[int]
    causes: Mapped[dict[str, int]] = mapped_column(JSONB)
    people: Mapped[dict[str, int]] = mapped_column(JSONB)
    compared_at: Mapped[Moment]
    compared_by: Mapped[str]

    @property
    def period(self) -> Period:
        """The month that was compared."""
        return Period.of(self.period_end)

    @property
    def differences(self) -> int:
        """The number of differences of all causes."""
        return sum(self.causes.values())

    @property
    def everybody(self) -> int:
        """The people of both files, each once."""
        return self.theirs + self.ours - self.in_both

    @property
    def by_cause(self) -> list[tuple[Cause, int, int]]:
        """Each cause with its differences and its people, in the order of causes."""
        return [
            (cause, self.causes[cause], self.people.get(cause, 0))
            for cause in Cause
            if cause in self.causes
        ]


class ParallelDifference(Model):
    """One difference of the newest comparison of a month.

    ``field`` is the column, empty for a young person who is in one of the two alone.
    Values that are not kept, such as names, are null.
    """

    __tablename__ = "parallel_differences"
    __table_args__ = (
        Index("ix_parallel_differences_person", "person_id"),
        base.one_of("cause", Cause),
    )

    run_id: Mapped[int] = mapped_column(
        ForeignKey("parallel_runs.id"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    line: Mapped[int | None]
    their_id: Mapped[str]
    field: Mapped[str]
    cause: Mapped[str]
    why: Mapped[str]
    ours: Mapped[str | None]
    theirs: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One difference with its young person, where one is on record."""

    person: int | None
    given: str | None
    family: str | None
    born: date | None
    line: int | None
    their_id: str
    field: str
    cause: Cause
    why: str
    ours: str | None
    theirs: str | None

    @property
    def name(self) -> str:
        """The name on record; or their ID of a person who is not."""
        if self.person is None:
            return f"Their {self.their_id}" if self.their_id else f"Line {self.line}"
        return f"{self.given or ''} {self.family or ''}".strip() or (
            f"Young person {self.person}"
        )


def run(number: int, *, within: Scope) -> ParallelRun | None:
    """The comparison with that number, or None where it is outside the scope."""
    return base.of_number(ParallelRun, number, base.whole(within))


def newest(authority: str, period_end: date) -> ParallelRun | None:
    """The newest comparison of a month."""
    return base.first(
        select(ParallelRun)
        .filter_by(authority=authority, period_end=period_end)
        .order_by(ParallelRun.id.desc())
    )


def months(*, within: Scope) -> Sequence[ParallelRun]:
    """The newest comparison of each month, the newest month first."""
    last = (
        select(func.max(ParallelRun.id))
        .where(ParallelRun.authority.in_(base.whole(within)))
        .group_by(ParallelRun.authority, ParallelRun.period_end)
    )
    return base.every(
        select(ParallelRun)
        .where(ParallelRun.id.in_(last))
        .order_by(ParallelRun.period_end.desc(), ParallelRun.id.desc())
    )


def of_month(authority: str, period_end: date) -> Sequence[ParallelRun]:
    """Every comparison of a month, the newest first."""
    return base.every(
        select(ParallelRun)
        .filter_by(authority=authority, period_end=period_end)
        .order_by(ParallelRun.id.desc())
    )


def keep(run: ParallelRun, found: Comparison) -> None:
    """Keeps a comparison, and its differences in place of the month's earlier ones."""
    base.insert(run)
    base.run(
        "DELETE FROM parallel_differences d USING parallel_runs r WHERE r.id = d.run_id"
        " AND r.authority = %s AND r.period_end = %s",
        (run.authority, run.period_end),
    )
    base.copy_into(
        "parallel_differences (run_id, place, authority, person_id, line, their_id,"
        " field, cause, why, ours, theirs)",
        (
            (run.id, place, run.authority, *_values(each))
            for place, each in enumerate(found.differences)
        ),
    )


def _values(each: Difference) -> tuple[Any, ...]:
    return (
        *(each.person, each.line, each.their_id, each.field),
        *(str(each.cause), each.why, each.ours, each.theirs),
    )


#: The orders in which a list of differences may stand.
SORTED = {
    "name": "p.family {0} NULLS LAST, p.given {0}, d.place {0}",
    "field": "d.field {0}, p.family, p.given, d.place",
    "cause": "d.cause {0}, d.why {0}, p.family, p.given, d.place",
}
_FROM = (
    " FROM parallel_differences d LEFT JOIN people p ON p.id = d.person_id"
    " WHERE d.run_id = %s"
)


def _chosen(cause: str | None, field: str | None) -> tuple[str, list[str]]:
    where, values = "", []
    for name, value in (("cause", cause), ("field", field)):
        if value is not None:
            where += f" AND d.{name} = %s"
            values.append(value)
    return where, values


def count(run_id: int, *, cause: str | None = None, field: str | None = None) -> int:
    """The number of differences of a comparison, or of a cause and a field of it."""
    where, values = _chosen(cause, field)
    return int(base.column(f"SELECT count(*){_FROM}{where}", run_id, *values)[0])


def listed(
    run_id: int,
    *,
    cause: str | None = None,
    field: str | None = None,
    order: str = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    """The differences of a comparison, or of a cause and a column, by name or as
    ``order`` says.
    """
    where, values = _chosen(cause, field)
    by = SORTED[order].format("DESC" if descending else "ASC")
    rows = base.stream(
        "SELECT d.person_id, p.given, p.family, p.born, d.line, d.their_id,"
        f" d.field, d.cause, d.why, d.ours, d.theirs{_FROM}{where}"
        f" ORDER BY {by} OFFSET %s LIMIT %s",
        *(run_id, *values, offset, limit),
    )
    return [_listed(*row) for row in rows]


def _listed(
    person: int | None,
    given: str | None,
    family: str | None,
    born: date | None,
    line: int | None,
    their_id: str,
    field: str,
    cause: str,
    *why_and_values: Any,
) -> Listed:
    about = (person, given, family, born, line, their_id, field)
    return Listed(*about, Cause(cause), *why_and_values)


def by_field(run_id: int) -> list[tuple[str, str, int]]:
    """How many differences each column has of each cause, the columns in the order of
    the return.
    """
    found = base.stream(
        "SELECT field, cause, count(*) FROM parallel_differences"
        " WHERE run_id = %s GROUP BY 1, 2",
        run_id,
    )
    rows = [(str(field), str(cause), int(many)) for field, cause, many in found]
    return sorted(rows, key=lambda row: (ORDER.get(row[0], len(ORDER)), row[1]))


def forget_before(authority: str, day: date) -> int:
    """Deletes the differences of comparisons made before a day; their numbers stay."""
    return base.run(
        "DELETE FROM parallel_differences d USING parallel_runs r WHERE r.id = d.run_id"
        " AND r.authority = %s AND r.compared_at < %s",
        (authority, day),
    )
