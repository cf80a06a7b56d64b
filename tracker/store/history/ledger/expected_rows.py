"""Who is expected at each school, college and provider: a stored derivation.

One row a young person, leaving year, day and place. A place is shown its own rows by
the database itself. See decision 0211.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.leavers.expected_places import Expectation
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history.ledger.owed_rows import Year


class ExpectedRow(Model):
    """A young person who is expected at an institution (key), as it may see them.

    ``proposal`` is the place that the authority proposed there, with the newest answer
    of the institution.
    """

    __tablename__ = "expected_rows"
    __table_args__ = (
        base.one_of("how", Expectation),
        Index("ix_expected_rows_person", "person_id"),
        Index(
            "ix_expected_rows_institution",
            *("authority", "institution", "left", "as_of"),
        ),
    )

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    institution: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[str]
    family: Mapped[str]
    born: Mapped[date]
    year_group: Mapped[int] = mapped_column(SmallInteger)
    how: Mapped[str]
    since: Mapped[date]
    course: Mapped[str | None]
    came_on: Mapped[date | None]
    left_on: Mapped[date | None]
    proposal: Mapped[int | None] = mapped_column(BigInteger)
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class Learner:
    """A young person as an institution reads them, with why they are expected there."""

    person: int
    given: str
    family: str
    born: date
    year_group: int
    how: str
    since: date
    course: str | None
    came_on: date | None
    left_on: date | None
    proposal: int | None
    answer: str | None
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class NewExpected:
    """A row to store: who is expected at an institution (key)."""

    institution: str
    learner: Learner


_COLUMNS = tuple(column.name for column in ExpectedRow.__table__.columns)
_OF_LEARNER = (
    "person_id, given, family, born, year_group, how, since, course, came_on, left_on,"
    " proposal, answer, answered_on"
)


def write(authority: str, year: Year, rows: Iterable[NewExpected]) -> int:
    """Stores rows of a year and day; none of them may be stored for it yet."""
    return base.copy_into(
        'expected_rows ("' + '", "'.join(_COLUMNS) + '")',
        (
            (
                *(authority, year.left, year.as_of, it.person, each.institution),
                *(it.given, it.family, it.born, it.year_group, it.how, it.since),
                *(it.course, it.came_on, it.left_on),
                *(it.proposal, it.answer, it.answered_on),
            )
            for each in rows
            for it in (each.learner,)
        ),
    )


def of(institution: str, year: Year, *, within: Scope) -> list[Learner]:
    """Those expected at an institution (key) in a year, by family and given name."""
    if within.leavers_of is not None and institution not in within.leavers_of:
        return []
    return [
        Learner(*row)
        for row in base.stream(
            f"SELECT {_OF_LEARNER} FROM expected_rows WHERE authority = ANY(%s)"
            ' AND institution = %s AND "left" = %s AND as_of = %s'
            " ORDER BY family, given, person_id",
            list(within.authorities),
            institution,
            year.left,
            year.as_of,
        )
    ]
