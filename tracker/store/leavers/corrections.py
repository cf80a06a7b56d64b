"""Corrections: schools' statements of where their leavers are, and the outcomes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, case, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.leavers.reported_activities import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


class State(StrEnum):
    """The outcome of a correction."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(Model):
    """One school's statement of where one leaver is.

    ``entry_id`` is its evidence. ``confirmed_entry_id`` is the council's evidence, once
    the data team has checked it. ``answer`` is the text that the school reads.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        base.one_of("state", State),
        base.at_and_by("decided"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="waiting"),
        Index("ix_corrections_institution", "authority", "institution", "id"),
        Index("ix_corrections_state", "authority", "state", "id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    institution: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    doing: Mapped[str]  # the word of domain.leavers.reported_activities
    place: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    place_name: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    how: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=State.WAITING)
    answer: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    confirmed_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    reported_by: Mapped[str]
    reported_at: Mapped[Moment]
    decided_by: Mapped[str | None]
    decided_at: Mapped[MaybeMoment]

    @property
    def at(self) -> InstitutionRef | None:
        """The institution where the leaver is, by the correction."""
        return InstitutionRef(**self.place) if self.place else None


@dataclass(frozen=True, slots=True)
class Reported:
    """A correction with the young person that it is about."""

    correction: Correction
    person: Person


def get(number: int, *, within: Scope) -> Reported | None:
    """The correction with that number, and the young person that it is about."""
    found = _reported(within).where(Correction.id == number)
    row = db.session.execute(found).first()
    return Reported(*row) if row is not None else None


def page(
    *,
    within: Scope,
    of: Collection[str],
    person: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, Sequence[Correction]]:
    """The number of these institutions' corrections, and one page, newest first.

    It does not name the young people: that is for ``leaver_rows.names`` to decide.
    """
    query = select(Correction).where(
        Correction.authority.in_(within.authorities), Correction.institution.in_(of)
    )
    if person is not None:
        query = query.where(Correction.person_id == person)
    newest = query.order_by(Correction.id.desc())
    return base.total(query.subquery()), base.every(newest.offset(offset).limit(limit))


def _reported(within: Scope) -> Any:
    return (
        select(Correction, Person)
        .join(Person, Person.id == Correction.person_id)
        .where(Correction.authority.in_(within.authorities))
    )


def items(*, within: Scope) -> Any:
    """The corrections as work items, done once they are accepted or declined."""
    titles = {each.word: each.title for each in ACTIVITIES.values()}
    return _reported(within).with_only_columns(
        *shaped(
            id=Correction.id,
            person_id=Person.id,
            institution=Correction.institution,
            why=func.concat_ws(
                ": ",
                case(titles, value=Correction.doing),
                func.nullif(Correction.place_name, ""),
            ),
            since=Correction.reported_at,
            done_by=Correction.decided_by,
            done_at=Correction.decided_at,
        )
    )


def alike(correction: Correction, *, since: datetime) -> Correction | None:
    """A waiting correction like this one, sent by the same user since a moment."""
    same = (
        *("authority", "institution", "person_id", "doing", "place_name", "since"),
        *("how", "note", "reported_by"),
    )
    return base.first(
        select(Correction)
        .where(
            *base.alike(correction, same),
            Correction.state == State.WAITING,
            Correction.reported_at >= since,
        )
        .order_by(Correction.id)
    )


def states(
    people: Collection[int], *, of: Collection[str], within: Scope
) -> dict[int, str]:
    """The state of the newest correction of each of these people."""
    rows = db.session.execute(
        select(Correction.person_id, Correction.state)
        .where(
            Correction.person_id.in_(people),
            Correction.institution.in_(of),
            Correction.authority.in_(within.authorities),
        )
        .order_by(Correction.id)
    )
    return dict(rows.all())


def lock(number: int) -> Correction:
    """The correction as stored now, locked until the end of the transaction."""
    return base.one(base.locked(select(Correction).where(Correction.id == number)))
