"""The queue of doubtful lines, a page at a time, and whom they may be about.

Its order is by what a decision is worth. A decision is worth the chance that it tells
something of a young person on record: how likely the line is the likeliest candidate's.
It is worth ``UNKNOWN_NOW`` times as much where nobody knows what they are doing, for
then the line brings them back. Lines of equal worth wait in the order of their arrival,
and a line without a candidate, which can only be a new person's, waits last.

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
from tracker.store.history.positions import PositionRow
from tracker.store.intake.import_batches import ImportBatch, Outcome, StagedRow, Status
from tracker.store.people.records import Person

#: How many times as much a decision is worth that makes somebody known.
UNKNOWN_NOW = 3


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


_LIKELIEST: ColumnElement[int] = cast(
    StagedRow.candidates[0]["person"].astext, BigInteger
)
#: What the young person was last found to be doing.
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
    """Some of the lines that wait, those first whose decision is worth most."""
    return list(
        db.session.scalars(
            _from(StagedRow)
            .where(*_meant(asked, within))
            .order_by(*_MOST_WORTH_FIRST)
            .offset(offset)
            .limit(limit)
        )
    )


def waiting(asked: Asked = EVERYTHING, *, within: Scope) -> Sequence[StagedRow]:
    """All lines that wait, those first whose decision is worth most."""
    return list(
        db.session.scalars(
            _from(StagedRow).where(*_meant(asked, within)).order_by(*_MOST_WORTH_FIRST)
        )
    )


def following(row: int, asked: Asked = EVERYTHING, *, within: Scope) -> int | None:
    """The next line that waits after one, beginning again at the end."""
    worth = db.session.scalar(select(_WORTH).where(StagedRow.id == row)) or 0.0
    as_much: ColumnElement[bool] = _WORTH.in_([worth])
    before = or_(worth < _WORTH, and_(as_much, StagedRow.id < row))
    numbers: Sequence[int] = db.session.scalars(
        _from(StagedRow.id)
        .where(*_meant(asked, within), StagedRow.id != row)
        .order_by(before, *_MOST_WORTH_FIRST)
        .limit(1)
    ).all()
    return numbers[0] if numbers else None


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
