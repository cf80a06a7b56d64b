"""The queue of doubtful lines, a page at a time, and whom they may be about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.access import Scope
from tracker.domain.person import Identity
from tracker.extensions import db
from tracker.store.imports import ImportBatch, Outcome, StagedRow, Status
from tracker.store.people import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """Which doubtful lines are meant: of one batch, with one reason, or all."""

    batch: int | None = None
    why: str | None = None


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Kind:
    """Lines of one batch that are doubtful for one reason."""

    batch: ImportBatch
    why: str
    lines: int


_WHY: ColumnElement[str] = func.coalesce(
    StagedRow.reasons.op("->>", return_type=StagedRow.file.type)(0), ""
)


def _meant(asked: Asked, within: Scope) -> list[ColumnElement[bool]]:
    meant: list[ColumnElement[bool]] = [
        StagedRow.outcome == Outcome.POSSIBLE,
        StagedRow.authority.in_(within.authorities),
        ImportBatch.status != Status.WITHDRAWN,
    ]
    if asked.batch is not None:
        meant.append(StagedRow.batch_id == asked.batch)
    if asked.why is not None:
        meant.append(_WHY.in_([asked.why]))
    return meant


def _from(*columns: Any) -> Any:
    return select(*columns).join(ImportBatch, ImportBatch.id == StagedRow.batch_id)


def count(asked: Asked = EVERYTHING, *, within: Scope) -> int:
    """How many lines wait for somebody to say whose they are."""
    found: int = db.session.execute(
        _from(func.count(StagedRow.id)).where(*_meant(asked, within))
    ).scalar_one()
    return found


def page(
    asked: Asked = EVERYTHING, *, within: Scope, offset: int, limit: int
) -> Sequence[StagedRow]:
    """Some of the lines that wait, the oldest first."""
    return list(
        db.session.scalars(
            _from(StagedRow)
            .where(*_meant(asked, within))
            .order_by(StagedRow.id)
            .offset(offset)
            .limit(limit)
        )
    )


def following(row: int, asked: Asked = EVERYTHING, *, within: Scope) -> int | None:
    """The next line that waits after one, beginning again at the end."""
    numbers: Sequence[int] = db.session.scalars(
        _from(StagedRow.id)
        .where(*_meant(asked, within), StagedRow.id != row)
        .order_by((StagedRow.id < row), StagedRow.id)
        .limit(1)
    ).all()
    return numbers[0] if numbers else None


def place(row: int, asked: Asked = EVERYTHING, *, within: Scope) -> int:
    """Which of the lines that wait one is, from 1."""
    found: int = db.session.execute(
        _from(func.count(StagedRow.id)).where(
            *_meant(asked, within), StagedRow.id <= row
        )
    ).scalar_one()
    return found


def kinds(*, within: Scope) -> list[Kind]:
    """What waits, by batch and reason: what may be decided alike."""
    rows = db.session.execute(
        _from(ImportBatch, _WHY, func.count(StagedRow.id))
        .where(*_meant(EVERYTHING, within))
        .group_by(ImportBatch.id, _WHY)
        .order_by(ImportBatch.id, func.count(StagedRow.id).desc(), _WHY)
    )
    return [Kind(batch, why, lines) for batch, why, lines in rows]


def some(numbers: Collection[int], *, within: Scope) -> Sequence[StagedRow]:
    """Lines by number, whatever became of them; others are left out."""
    return list(
        db.session.scalars(
            select(StagedRow)
            .where(
                StagedRow.id.in_(numbers), StagedRow.authority.in_(within.authorities)
            )
            .order_by(StagedRow.id)
        )
    )


def people(numbers: Collection[int], *, within: Scope) -> dict[int, Person]:
    """The people whom lines may be about, by number; others are left out."""
    return {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(
                Person.id.in_(numbers), Person.authority.in_(within.authorities)
            )
        )
    }


def sharing(who: Identity, besides: int, *, within: Scope) -> list[tuple[int, str]]:
    """Everybody else who has the same UPN or ULN: who, and which number it is."""
    numbers = (("UPN", Person.upn, who.upn), ("ULN", Person.uln, who.uln))
    return [
        (person, kind)
        for kind, column, value in numbers
        if value is not None
        for person in db.session.scalars(
            select(Person.id)
            .where(
                column == value,
                Person.id != besides,
                Person.live,
                Person.merged_into.is_(None),
                Person.authority.in_(within.authorities),
            )
            .order_by(Person.id)
        )
    ]
