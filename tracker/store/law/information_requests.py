"""Requests for information by sections 14 and 72, each with its answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.information_requests import SECTIONS, Answer
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.work.items import shaped


class InformationRequest(Model):
    """One request to one institution.

    ``people`` says in words about which of them ("all in Year 12"), and names none.
    ``batch_id`` is the import with the answer; ``note`` is how it was answered, or why
    it was refused.
    """

    __tablename__ = "information_requests"
    __table_args__ = (
        base.one_of("section", SECTIONS),
        base.one_of("answer", Answer),
        base.at_and_by("answered"),
        CheckConstraint("answered_on >= sent_on", name="days"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    section: Mapped[str]
    party: Mapped[str]
    party_name: Mapped[str]
    people: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purpose: Mapped[str]
    sent_on: Mapped[date]
    due_on: Mapped[date]
    made_by: Mapped[str]
    made_at: Mapped[Moment]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    note: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[MaybeMoment] = mapped_column(default=None)


def get(number: int, *, within: Scope, lock: bool = False) -> InformationRequest | None:
    """The request with that number, or None outside the scope."""
    query = select(InformationRequest).where(
        InformationRequest.id == number,
        InformationRequest.authority.in_(base.whole(within)),
    )
    return base.first(base.locked(query) if lock else query)


def every(*, within: Scope) -> Sequence[InformationRequest]:
    """All requests: those without an answer first, the earliest due at the top."""
    return base.every(
        select(InformationRequest)
        .where(InformationRequest.authority.in_(base.whole(within)))
        .order_by(
            InformationRequest.answered_on.is_not(None),
            InformationRequest.due_on,
            InformationRequest.id,
        )
    )


def items(*, within: Scope) -> Any:
    """The requests without an answer as work items, due on their day."""
    return select(
        *shaped(
            id=InformationRequest.id,
            about=InformationRequest.party_name,
            why=func.concat("Request by section ", InformationRequest.section),
            since=InformationRequest.made_at,
            due=InformationRequest.due_on,
            done_by=InformationRequest.answered_by,
            done_at=InformationRequest.answered_at,
        )
    ).where(InformationRequest.authority.in_(base.whole(within)))
