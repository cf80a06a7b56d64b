"""The queue of doubtful lines, a page at a time, and the people they may be about.

The lines are ordered by the worth of a decision. The worth is the chance that the line
is about its best candidate, because the line then adds to a record. It is
``UNKNOWN_NOW`` times as much if that young person is not known now, because the line
may make them known again. Lines of equal worth wait in the order of their arrival. A
line without a candidate can only be about a new person, and waits last.

See decision 0126.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select

from tracker.access import Scope
from tracker.domain.history.person import Identity
from tracker.domain.reference.activity import ACTIVITIES
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.history.positions import PositionRow
from tracker.store.intake.import_batches import ImportBatch, Outcome, StagedRow, Status
from tracker.store.people.records import Person
from tracker.store.work.items import shaped

#: The factor for a decision that may make a young person known again.
UNKNOWN_NOW = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of doubtful lines: of one batch, with one reason, or all."""

    batch: int | None = None
    why: str | None = None


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Kind:
    """Lines of one batch that are doubtful for one reason."""

    batch: ImportBatch
    why: str
    lines: int


_WHY: ColumnElement[str] = func.coalesce(
    StagedRow.reasons.op("->>", return_type=StagedRow.file.type)(0), ""
)


_LIKELIEST: ColumnElement[int] = cast(
    StagedRow.candidates[0]["person"].astext, BigInteger
)
#: The young person's activity by the newest stored position.
_DOING: ColumnElement[str | None] = (
    select(PositionRow.activity)
    .where(PositionRow.person_id == _LIKELIEST)
    .order_by(PositionRow.as_of.desc())
    .limit(1)
    .correlate(StagedRow)
    .scalar_subquery()
)
_NOT_KNOWN = [each.code for each in ACTIVITIES.values() if each.is_not_known]
_WORTH: ColumnElement[float] = func.coalesce(StagedRow.score, 0.0) * case(
    (_DOING.in_(_NOT_KNOWN), UNKNOWN_NOW), else_=1
)
_MOST_WORTH_FIRST: tuple[ColumnElement[Any], ...] = (_WORTH.desc(), StagedRow.id.asc())


def _meant(chosen: Selection, within: Scope) -> list[ColumnElement[bool]]:
    meant: list[ColumnElement[bool]] = [
        StagedRow.outcome == Outcome.POSSIBLE,
        StagedRow.authority.in_(within.authorities),
        ImportBatch.status != Status.WITHDRAWN,
    ]
    if chosen.batch is not None:
        meant.append(StagedRow.batch_id == chosen.batch)
    if chosen.why is not None:
        meant.append(_WHY.in_([chosen.why]))
    return meant


def _from(*columns: Any) -> Any:
    return select(*columns).join(ImportBatch, ImportBatch.id == StagedRow.batch_id)


def count(chosen: Selection = EVERYTHING, *, within: Scope) -> int:
    """The number of lines that wait for a decision."""
    meant = _meant(chosen, within)
    found: int = base.one(_from(func.count(StagedRow.id)).where(*meant))
    return found


def page(
    chosen: Selection = EVERYTHING, *, within: Scope, offset: int, limit: int
) -> Sequence[StagedRow]:
    """One page of the lines that wait, the decision with the highest worth first."""
    return base.every(
        _from(StagedRow)
        .where(*_meant(chosen, within))
        .order_by(*_MOST_WORTH_FIRST)
        .offset(offset)
        .limit(limit)
    )


def waiting(chosen: Selection = EVERYTHING, *, within: Scope) -> Sequence[StagedRow]:
    """All lines that wait, the decision with the highest worth first."""
    return base.every(
        _from(StagedRow).where(*_meant(chosen, within)).order_by(*_MOST_WORTH_FIRST)
    )


def items(*, within: Scope) -> Any:
    """The lines that wait as work items, without the names that a line may hide."""
    return _from(
        *shaped(
            id=StagedRow.id,
            about=func.format("Line %s of batch %s", StagedRow.line, ImportBatch.id),
            why="Decide which young person it is about",
            since=ImportBatch.received_at,
        )
    ).where(*_meant(EVERYTHING, within))


def following(row: int, chosen: Selection = EVERYTHING, *, within: Scope) -> int | None:
    """The line after this one in the queue; after the last comes the first."""
    worth = db.session.scalar(select(_WORTH).where(StagedRow.id == row)) or 0.0
    as_much: ColumnElement[bool] = _WORTH.in_([worth])
    before = or_(worth < _WORTH, and_(as_much, StagedRow.id < row))
    numbers: Sequence[int] = base.every(
        _from(StagedRow.id)
        .where(*_meant(chosen, within), StagedRow.id != row)
        .order_by(before, *_MOST_WORTH_FIRST)
        .limit(1)
    )
    return numbers[0] if numbers else None


def kinds(*, within: Scope) -> list[Kind]:
    """The waiting lines by batch and reason: those of one kind may be decided alike."""
    rows = db.session.execute(
        _from(ImportBatch, _WHY, func.count(StagedRow.id))
        .where(*_meant(EVERYTHING, within))
        .group_by(ImportBatch.id, _WHY)
        .order_by(ImportBatch.id, func.count(StagedRow.id).desc(), _WHY)
    )
    return [Kind(batch, why, lines) for batch, why, lines in rows]


def some(numbers: Collection[int], *, within: Scope) -> Sequence[StagedRow]:
    """Lines by number, whatever their outcome; lines outside the scope are left out."""
    return base.every(
        select(StagedRow)
        .where(StagedRow.id.in_(numbers), StagedRow.authority.in_(within.authorities))
        .order_by(StagedRow.id)
    )


def people(numbers: Collection[int], *, within: Scope) -> dict[int, Person]:
    """The people with these numbers; people outside the scope are left out."""
    return {
        person.id: person
        for person in db.session.scalars(
            select(Person).where(
                Person.id.in_(numbers), Person.authority.in_(within.authorities)
            )
        )
    }


def sharing(who: Identity, besides: int, *, within: Scope) -> list[tuple[int, str]]:
    """Other people with the same UPN or ULN, each with the kind of number shared."""
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
