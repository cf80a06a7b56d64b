"""The ledger as schools may see it: a stored derivation, one row a pupil, year and day.

A school or college is shown the rows of its own pupils by the database itself. See
decision 0197.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.year.ledger import Step
from tracker.domain.year.ledger_steps import BY_MARK, STEPS, Name, State
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history.ledger.ledger_rows import as_stored
from tracker.store.history.ledger.owed_rows import Year


class SchoolLedgerRow(Model):
    """A pupil of a leaving year, with the steps as their own school may see them."""

    __tablename__ = "school_ledger_rows"
    __table_args__ = (
        Index("ix_school_ledger_rows_person", "person_id"),
        Index(
            "ix_school_ledger_rows_institution",
            *("authority", "institution", "left", "as_of"),
        ),
        CheckConstraint("(gap IS NULL) = (owner IS NULL)", name="gap"),
    )

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    institution: Mapped[str]
    year_group: Mapped[int] = mapped_column(SmallInteger)
    upn: Mapped[str | None]
    given: Mapped[str]
    family: Mapped[str]
    form_group: Mapped[str | None]
    marks: Mapped[str]
    steps: Mapped[dict[str, Any]] = mapped_column(JSONB)
    gap: Mapped[str | None]
    owner: Mapped[str | None]


_PLACES = {name: place for place, name in enumerate(STEPS)}


@dataclass(frozen=True, slots=True)
class Pupil:
    """A row as it is read: ``steps`` and the others are as in ``ledger_counts.Row``."""

    person: int
    year_group: int
    upn: str | None
    given: str
    family: str
    form_group: str | None
    marks: str
    steps: Mapping[str, Mapping[str, str]]
    gap: str | None
    owner: str | None

    def state(self, step: Name) -> State:
        """How far the pupil is with a step."""
        return BY_MARK[self.marks[_PLACES[step]]]


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A row to store, of a pupil who may be named to their school."""

    person: int
    institution: str
    year_group: int
    upn: str | None
    given: str
    family: str
    form_group: str | None
    steps: Sequence[Step]


_COLUMNS = tuple(column.name for column in SchoolLedgerRow.__table__.columns)


def write(authority: str, year: Year, rows: Iterable[NewPupil]) -> int:
    """Stores rows of a year and day; none of them may be stored for it yet."""
    return base.copy_into(
        'school_ledger_rows ("' + '", "'.join(_COLUMNS) + '")',
        (
            (
                *(authority, year.left, year.as_of, each.person, each.institution),
                *(each.year_group, each.upn, each.given, each.family, each.form_group),
                *as_stored(each.steps, year.left),
            )
            for each in rows
        ),
    )


def of(institution: str, year: Year, *, within: Scope) -> list[Pupil]:
    """The pupils of an institution (key) in one year, by family and given name."""
    if within.leavers_of is not None and institution not in within.leavers_of:
        return []
    return [
        Pupil(*row)
        for row in base.stream(
            "SELECT person_id, year_group, upn, given, family, form_group, marks,"
            " steps, gap, owner FROM school_ledger_rows WHERE authority = ANY(%s)"
            ' AND institution = %s AND "left" = %s AND as_of = %s'
            " ORDER BY family, given, person_id",
            list(within.authorities),
            institution,
            year.left,
            year.as_of,
        )
    ]
