"""Runs of the return, and those that are frozen for good.

See decision 0009.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

import orjson
from psycopg.types.json import Jsonb
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker.access import Scope
from tracker.domain.reference.academic_year import Period
from tracker.extensions import Model, db
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.database.sealed_columns import SealedColumn


class ReturnRun(Model):
    """One preparation of a month's return. A frozen run never changes."""

    __tablename__ = "return_runs"
    __table_args__ = (
        base.at_and_by("frozen"),
        # The newest frozen return of a month is the one that counts.
        Index("ix_return_runs_period", "authority", "period_end"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    period_end: Mapped[date]
    ruleset: Mapped[str]
    records: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    header: Mapped[dict[str, Any]] = mapped_column(JSONB)
    issues: Mapped[dict[str, int]] = mapped_column(JSONB)
    prepared_at: Mapped[Moment]
    prepared_by: Mapped[str]
    frozen_at: Mapped[MaybeMoment]
    frozen_by: Mapped[str | None]
    reason: Mapped[str | None]  # why a frozen month is prepared again
    # Encrypted, like the issues that could reveal what is sealed in a record.
    file: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sealed_issues: Mapped[bytes | None] = mapped_column(LargeBinary)
    # How sealed activities count in the figures of the return.
    sealed_activities: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def period(self) -> Period:
        """The month of the return."""
        return Period.of(self.period_end)


#: The files of runs, the issues that could reveal what is sealed, and how it counts.
FILES = SealedColumn("return_runs", "file")
SEALED_ISSUES = SealedColumn("return_runs", "sealed_issues", length=4096)
SEALED_ACTIVITIES = SealedColumn("return_runs", "sealed_activities", length=4096)


class ReturnRecord(Model):
    """One record of a run, in the words of the return. Sealed codes are left out."""

    __tablename__ = "return_records"

    run_id: Mapped[int] = mapped_column(ForeignKey("return_runs.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    record: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The group under which readers saw the person when the run was made.
    group: Mapped[str]
    # Keys of the Year 11 school and of the institution, to group issues by.
    year_11_school: Mapped[str | None]
    institution: Mapped[str | None]


class ReturnIssue(Model):
    """A rule that a record of a run breaks."""

    __tablename__ = "return_issues"

    run_id: Mapped[int] = mapped_column(ForeignKey("return_runs.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger)
    rule: Mapped[str]
    priority: Mapped[int | None]
    field: Mapped[str]
    message: Mapped[str]


def run(number: int, *, within: Scope) -> ReturnRun | None:
    """The run with that number, or None where it is outside the scope."""
    return base.of_number(ReturnRun, number, within.authorities)


def runs(*, within: Scope) -> Sequence[ReturnRun]:
    """Every run, the newest first."""
    return base.every(
        select(ReturnRun)
        .where(ReturnRun.authority.in_(within.authorities))
        .order_by(ReturnRun.id.desc())
    )


def frozen(authority: str, period_end: date) -> ReturnRun | None:
    """The frozen return of a month, the newest if it was frozen again."""
    runs = _of_month(authority, period_end)
    return base.first(runs.where(ReturnRun.frozen_at.is_not(None)))


def keep_file(run: ReturnRun, file: bytes) -> None:
    """Keeps the file of a run that is stored, as it is sent."""
    packed = gzip.compress(file, 6, mtime=0)
    run.file = FILES.encrypt(installation.keys(), packed, row=run.id)


def file_of(run: ReturnRun) -> bytes:
    """The file of a run as it is sent. Raises encryption.NotOpened."""
    return gzip.decompress(FILES.decrypt(installation.keys(), run.file, row=run.id))


class Broken(NamedTuple):
    """A rule that the record of a person breaks."""

    person: int
    rule: str
    priority: int | None
    field: str
    message: str


def keep_sealed_issues(run: ReturnRun, issues: Sequence[Broken]) -> None:
    """Keeps the issues of a run that could reveal what is sealed.

    Also where there are none, since some codes alone bring one.
    """
    run.sealed_issues = encrypted(SEALED_ISSUES, run.id, issues)


def encrypted(
    column: SealedColumn, run_id: int, rows: Iterable[Sequence[Any]]
) -> bytes:
    """Rows of a run as they are stored in one of its columns."""
    plain = orjson.dumps(list(map(list, rows)))
    return column.encrypt(installation.keys(), plain, row=run_id)


def sealed_issues(run: ReturnRun) -> list[Broken]:
    """The issues that could reveal what is sealed, for users with the permission.

    Raises encryption.NotOpened.
    """
    if run.sealed_issues is None:
        return []
    keys = installation.keys()
    plain = SEALED_ISSUES.decrypt(keys, run.sealed_issues, row=run.id)
    return [Broken(*each) for each in orjson.loads(plain)]


class Counted(NamedTuple):
    """How the sealed activity of a person counts: its stand-in, whether it lapsed."""

    person: int
    activity: str
    lapsed: bool


def keep_sealed_activities(run_id: int, people: Sequence[Counted]) -> None:
    """Keeps how the sealed activities of a run count, for no page about a person."""
    if people:
        base.run(
            "UPDATE return_runs SET sealed_activities = %s WHERE id = %s",
            [encrypted(SEALED_ACTIVITIES, run_id, people), run_id],
        )


def sealed_activities(run_id: int) -> list[Counted]:
    """How the sealed activities of a run count. Raises encryption.NotOpened."""
    ((stored,),) = base.stream(
        "SELECT sealed_activities FROM return_runs WHERE id = %s", run_id
    )
    if stored is None:
        return []
    plain = SEALED_ACTIVITIES.decrypt(installation.keys(), bytes(stored), row=run_id)
    return [Counted(*each) for each in orjson.loads(plain)]


def forget_sealed_activities(run_id: int, gone: Set[int]) -> None:
    """Takes these people from the sealed activities of a run."""
    found = sealed_activities(run_id)
    left = [each for each in found if each.person not in gone]
    if len(left) < len(found):
        base.run(
            "UPDATE return_runs SET sealed_activities = %s WHERE id = %s",
            [encrypted(SEALED_ACTIVITIES, run_id, left), run_id],
        )


def write_records(
    run_id: int,
    rows: Iterable[tuple[int, Mapping[str, Any], str, str | None, str | None]],
) -> int:
    """Stores (person, record, group, Year 11 school, institution) of a run."""
    return base.copy_into(
        'return_records (run_id, person_id, record, "group", year_11_school,'
        " institution)",
        ((run_id, person, Jsonb(dict(data)), *kept) for person, data, *kept in rows),
    )


def write_issues(
    run_id: int, rows: Iterable[tuple[int, str, int | None, str, str]]
) -> int:
    """Stores (person, rule, priority, field, message) of a run, in their order."""
    return base.copy_into(
        "return_issues (run_id, place, person_id, rule, priority, field, message)",
        ((run_id, place, *row) for place, row in enumerate(rows)),
    )


def records(run_id: int) -> Iterator[tuple[int, dict[str, Any], str]]:
    """(person, record, group) of a run, in the order of the file."""
    yield from base.stream(
        'SELECT person_id, record, "group" FROM return_records'
        " WHERE run_id = %s ORDER BY person_id",
        run_id,
    )


def returned_before(authority: str, period_end: date) -> dict[int, str]:
    """Everybody's cohort status in the last return frozen for an earlier month.

    Empty where there is no such return.
    """
    return base.lookup(
        "SELECT person_id, record->>'CohortStatus' FROM return_records"
        " WHERE run_id = (SELECT id FROM return_runs WHERE authority = %s"
        " AND period_end < %s AND frozen_at IS NOT NULL"
        " ORDER BY period_end DESC, id DESC LIMIT 1)",
        authority,
        period_end,
    )


def newest(authority: str, period_end: date) -> ReturnRun | None:
    """The newest run of a month, frozen or not."""
    return base.first(_of_month(authority, period_end))


def frozen_after(authority: str, period_end: date) -> ReturnRun | None:
    """The first frozen return of a later month, or None."""
    return base.first(
        select(ReturnRun)
        .where(
            ReturnRun.authority == authority,
            ReturnRun.period_end > period_end,
            ReturnRun.frozen_at.is_not(None),
        )
        .order_by(ReturnRun.period_end, ReturnRun.id)
    )


def months(
    *, within: Scope, offset: int = 0, limit: int
) -> tuple[int, list[tuple[date, list[ReturnRun]]]]:
    """Months with runs, the newest first; each month's newest run comes first.

    Returns the number of such months, and ``limit`` of them from ``offset``.
    """
    of_scope = ReturnRun.authority.in_(within.authorities)
    ends = select(ReturnRun.period_end).where(of_scope).distinct()
    total = base.total(ends.subquery())
    wanted = ends.order_by(ReturnRun.period_end.desc()).limit(limit).offset(offset)
    found: dict[date, list[ReturnRun]] = {}
    for each in db.session.scalars(
        select(ReturnRun)
        .where(of_scope, ReturnRun.period_end.in_(wanted))
        .order_by(ReturnRun.period_end.desc(), ReturnRun.id.desc())
    ):
        found.setdefault(each.period_end, []).append(each)
    return total, list(found.items())


def of_month(authority: str, period_end: date) -> Sequence[ReturnRun]:
    """Every run of a month, the newest first."""
    return base.every(_of_month(authority, period_end))


def _of_month(authority: str, period_end: date) -> Select[ReturnRun]:
    runs = select(ReturnRun).filter_by(authority=authority, period_end=period_end)
    return runs.order_by(ReturnRun.id.desc())
