"""The ledger of the leaving years: a stored derivation, one row a person, year and day.

See decision 0195.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.year.ledger import Step, gap
from tracker.domain.year.ledger_steps import marks
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode
from tracker.store.history.ledger import owed_rows
from tracker.store.history.ledger.owed_rows import Year


class LedgerRow(Model):
    """A young person of a leaving year, with their steps as at a day."""

    __tablename__ = "ledger_rows"
    __table_args__ = (
        Index("ix_ledger_rows_person", "person_id"),
        # What a page counts is in the index: it reads no row of a whole cohort.
        Index(
            "ix_ledger_rows_marks",
            *("authority", "left", "as_of", "year_group", "marks"),
            postgresql_include=["person_id"],
        ),
        CheckConstraint("(gap IS NULL) = (owner IS NULL)", name="gap"),
        CheckConstraint("(why_listed IS NULL) = (guarantee IS NULL)", name="guarantee"),
    )

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    year_group: Mapped[int] = mapped_column(SmallInteger)
    # The day whose position has the groups of this person, such as SEND, and those
    # groups by the name of the breakdown (``domain.figures.breakdowns``).
    counted_on: Mapped[date]
    groups: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    # The key of the institution that they leave, and their form group there.
    institution: Mapped[str | None]
    form_group: Mapped[str | None]
    # Why they are on the list of the September Guarantee, None if they are not on it,
    # and their statuses up to the day, each after its first day, as one text.
    why_listed: Mapped[str | None]
    guarantee: Mapped[str | None]
    marks: Mapped[str]
    steps: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # The step to act on, and who has to.
    gap: Mapped[str | None]
    owner: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class New:
    """A row to store."""

    person: int
    year_group: int
    counted_on: date
    groups: Mapping[str, Sequence[str]]
    institution: str | None
    form_group: str | None
    why_listed: str | None
    guarantee: Sequence[tuple[date, str]]
    steps: Sequence[Step]


_COLUMNS = tuple(column.name for column in LedgerRow.__table__.columns)
_OF_YEAR = 'authority = %s AND "left" = %s AND as_of = %s'


def write(authority: str, year: Year, rows: Iterable[New]) -> int:
    """Stores rows of a year and day; none of them may be stored for it yet."""
    return base.copy_into(
        'ledger_rows ("' + '", "'.join(_COLUMNS) + '")',
        (_row(authority, year, each) for each in rows),
    )


def forget(authority: str, year: Year, people: Sequence[int] | None) -> None:
    """Deletes the rows of a year and day, of these people or of everybody."""
    narrowed = "" if people is None else " AND person_id = ANY(%s)"
    for table in owed_rows.MADE:
        base.run(
            f"DELETE FROM {table} WHERE {_OF_YEAR}{narrowed}",
            [authority, year.left, year.as_of, *([] if people is None else [people])],
        )


def _row(authority: str, year: Year, new: New) -> tuple[Any, ...]:
    return (
        *(authority, year.left, year.as_of, new.person, new.year_group),
        *(new.counted_on, Jsonb(new.groups), new.institution, new.form_group),
        new.why_listed,
        None if new.why_listed is None else as_text(new.guarantee),
        *as_stored(new.steps, year.left),
    )


def as_text(statuses: Iterable[tuple[date, str]]) -> str:
    """Statuses of the guarantee and their first days, as they are stored."""
    return " ".join(f"{day.isoformat()}={status}" for day, status in statuses)


def from_text(text: str) -> list[tuple[date, str]]:
    """The statuses that ``as_text`` has written."""
    pairs = (each.split("=") for each in text.split())
    return [(date.fromisoformat(day), status) for day, status in pairs]


def as_stored(steps: Sequence[Step], left: int) -> tuple[Any, ...]:
    """The columns of a row that come from its steps: marks, steps, gap and owner."""
    act_on = gap(steps, left)
    details = {str(each.name): _details(each) for each in steps}
    return (
        marks(each.state for each in steps),
        Jsonb({name: it for name, it in details.items() if it}),
        act_on.name if act_on is not None else None,
        act_on.owner if act_on is not None else None,
    )


def _details(step: Step) -> dict[str, str]:
    source = step.because.source.tier.title if step.because is not None else None
    given = {
        "on": step.on.isoformat() if step.on is not None else None,
        "place": step.place,
        "place_name": step.place_name,
        "source": source,
        "left_on": step.left_on.isoformat() if step.left_on is not None else None,
    }
    return {name: value for name, value in given.items() if value is not None}
