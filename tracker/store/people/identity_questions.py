"""Questions about a young person that an officer has to decide.

Some are raised by a batch, and removed with it. Others follow from all the evidence of
one person, such as a surname that two sources give differently. Those are kept in step
with the evidence: there is one for each person and field, however many files repeat it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb
from sqlalchemy import ForeignKey, Index, case, func, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.history.identity.identity_questions import Claim, IdentityQuestion
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key
from tracker.store.history.evidence import Entry
from tracker.store.intake.import_batches import StagedRow
from tracker.store.people import records
from tracker.store.people.records import Person
from tracker.store.work.items import shaped
from tracker.wording.identity_fields import FIELDS


class Kind(StrEnum):
    """The reason for a question."""

    CONFLICT = "another source says otherwise"
    NOT_ON_ROLL = "not on the complete roll"
    IDENTITY = "another name, date of birth or sex"
    MOVED = "may have moved"
    LEFT_UNKNOWN = LeaverQuestion.UNKNOWN.value
    LEFT_OUTSIDE = LeaverQuestion.OUTSIDE.value
    LEFT_UNSURE = LeaverQuestion.UNSURE.value


#: The kinds that an officer decides on the page of names and dates.
DECIDABLE = (Kind.IDENTITY, Kind.MOVED)


class Question(Model):
    """A question about one young person.

    ``batch_id`` is the batch that raised it, None for a question that follows from the
    person's evidence. The latter has a ``field``, and the two values with their sources
    in ``details``.
    """

    __tablename__ = "questions"
    __table_args__ = (
        Index(
            "uq_questions_person_field",
            "person_id",
            "kind",
            "field",
            unique=True,
            postgresql_where=text("batch_id IS NULL"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_batches.id"), index=True
    )
    kind: Mapped[str]
    as_at: Mapped[date]
    field: Mapped[str] = mapped_column(default="", server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(
        JSONB, default=dict, server_default="{}"
    )


def raise_all(
    authority: str, batch_id: int, as_at: date, raised: Iterable[tuple[int, Kind]]
) -> int:
    """Stores (person, kind) questions of a batch; returns their number."""
    return base.copy_into(
        "questions (authority, person_id, batch_id, kind, as_at)",
        ((authority, person, batch_id, kind, as_at) for person, kind in raised),
    )


def raised_by(batch_id: int) -> list[tuple[int, str]]:
    """(person, kind) of every open question that a batch raised."""
    return list(
        base.stream(
            "SELECT person_id, kind FROM questions WHERE batch_id = %s"
            " ORDER BY kind, person_id",
            batch_id,
        )
    )


def drop(batch_id: int) -> None:
    """Removes a batch's questions, because the batch was withdrawn."""
    base.execute("DELETE FROM questions WHERE batch_id = :batch", {"batch": batch_id})


def close(batch_id: int, person: int, kind: Kind) -> None:
    """Removes one question, because it has been answered."""
    base.execute(
        "DELETE FROM questions WHERE batch_id = :batch AND person_id = :person"
        " AND kind = :kind",
        {"batch": batch_id, "person": person, "kind": kind},
    )


def of(person: int, *, known_at: datetime | None = None) -> Sequence[Question]:
    """The open questions about one person, on whichever record, the newest first.

    ``known_at`` leaves out questions of batches that were applied later.
    """
    query = select(Question).where(Question.person_id.in_(records.under(person)))
    if known_at is not None:
        counted = select(Entry.batch_id).where(Entry.recorded_at <= known_at)
        query = query.where(
            or_(Question.batch_id.in_(counted), Question.batch_id.is_(None))
        )
    return base.every(query.order_by(Question.as_at.desc(), Question.id))


class Derived(NamedTuple):
    """A question that follows from a person's evidence."""

    field: str
    as_at: date
    details: Mapping[str, Any]


def from_identity(question: IdentityQuestion) -> Derived:
    """A question about an identity, as it is stored; ``claimant`` is its source."""
    claimed, stands = question.other, question.stands
    brought = stands if stands.newest > claimed.newest else claimed
    first = max(brought.sources, key=lambda source: source.as_at)
    return Derived(
        question.field,
        question.as_at,
        {
            "stands": claim_as_json(stands),
            "other": claim_as_json(claimed),
            "standing": int(question.standing),
            "alike": question.alike,
            "claimant": f"{first.source}|{first.place or ''}",
        },
    )


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """A value with its sources, as a question stores it."""
    return {
        "value": claim.value,
        "sources": [
            [source.source, source.place, source.as_at.isoformat(), source.times]
            for source in claim.sources
        ],
    }


def replace(
    authority: str, derived: Mapping[Kind, Mapping[int, Sequence[Derived]]]
) -> None:
    """Replaces the open questions about some people by ``derived``, kind by kind.

    Every kind has the same people. A question that has not changed keeps its number.
    """
    wanted = {
        (kind, person, each.field): each
        for kind, of_kind in derived.items()
        for person, some in of_kind.items()
        for each in some
    }
    gone: list[int] = []
    for number, kind, person, field, as_at, details in base.stream(
        "SELECT id, kind, person_id, field, as_at, details FROM questions"
        " WHERE kind = ANY(%s) AND batch_id IS NULL AND person_id = ANY(%s)",
        list(derived),
        sorted({person for of_kind in derived.values() for person in of_kind}),
    ):
        key = (Kind(kind), person, field)
        each = wanted.get(key)
        if each is not None and (each.as_at, each.details) == (as_at, details):
            del wanted[key]
        else:
            gone.append(number)
    if gone:
        base.execute("DELETE FROM questions WHERE id = ANY(:gone)", {"gone": gone})
    if wanted:
        base.copy_into(
            "questions (authority, person_id, kind, as_at, field, details)",
            (
                (authority, person, kind, each.as_at, field, Jsonb(each.details))
                for (kind, person, field), each in sorted(wanted.items())
            ),
        )


def forget(persons: Iterable[int]) -> None:
    """Removes the derived questions of records that have been merged into others."""
    base.execute(
        "DELETE FROM questions WHERE batch_id IS NULL AND person_id = ANY(:persons)",
        {"persons": list(persons)},
    )


class Alike(NamedTuple):
    """Questions about one field and kind of difference from one source; their number.

    ``claimant`` is the source's name, "|", and the key of the institution if an
    institution sent it.
    """

    field: str
    alike: str
    claimant: str
    lines: int


def alike(*, within: Scope) -> list[Alike]:
    """The open questions by kind of difference, the most frequent first."""
    counted = (
        select(
            Question.field,
            Question.details["alike"].astext,
            Question.details["claimant"].astext,
            func.count(),
        )
        .where(*_open(within))
        .group_by(text("1, 2, 3"))
        .order_by(text("4 DESC, 1, 2, 3"))
    )
    return [Alike(*row) for row in db.session.execute(counted)]


def to_decide(
    *,
    within: Scope,
    like: tuple[str, str, str] | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Question]:
    """Open questions, the newest claim first; ``like`` is as in ``Alike``."""
    return base.every(
        select(Question)
        .where(*_open(within, like))
        .order_by(Question.as_at.desc(), Question.person_id, Question.field)
        .offset(offset)
        .limit(limit)
    )


def numbers(
    *, within: Scope, like: tuple[str, str, str] | None = None
) -> Sequence[int]:
    """The numbers of the open questions, in the order of ``to_decide``."""
    return base.every(
        select(Question.id)
        .where(*_open(within, like))
        .order_by(Question.as_at.desc(), Question.person_id, Question.field)
    )


def count(*, within: Scope, like: tuple[str, str, str] | None = None) -> int:
    """The number of open questions."""
    return base.total(Question, *_open(within, like))


def items(*, within: Scope) -> Any:
    """The open questions as work items: which field, and no value."""
    field = case(FIELDS, value=Question.field, else_=Question.field)
    return (
        select(
            *shaped(
                id=Question.id,
                person_id=Person.id,
                why=func.concat("Sources differ: ", field),
                since=Question.as_at,
            )
        )
        .join(Person, Person.id == Question.person_id)
        .where(*_open(within))
    )


def count_of_batch(batch_id: int, *, within: Scope) -> int:
    """The number of open questions about the people of a batch's lines."""
    people_of_batch = select(StagedRow.person_id).where(
        StagedRow.batch_id == batch_id, StagedRow.person_id.is_not(None)
    )
    counted = select(func.count()).where(
        *_open(within), Question.person_id.in_(people_of_batch)
    )
    return db.session.scalar(counted) or 0


def some(numbers: Iterable[int], *, within: Scope) -> Sequence[Question]:
    """The questions with these numbers that are still open, in the order of people."""
    return base.every(
        select(Question)
        .where(
            Question.id.in_(list(numbers)),
            Question.batch_id.is_(None),
            Question.authority.in_(base.whole(within)),
        )
        .order_by(Question.person_id, Question.field)
    )


def _open(within: Scope, like: tuple[str, str, str] | None = None) -> list[Any]:
    wanted: list[Any] = [
        Question.kind.in_(DECIDABLE),
        Question.batch_id.is_(None),
        Question.authority.in_(base.whole(within)),
    ]
    if like is not None:
        field, difference, claimant = like
        wanted += [
            Question.field == field,
            Question.details["alike"].astext == difference,
            Question.details["claimant"].astext == claimant,
        ]
    return wanted
