"""The transfer files that were made for other authorities, and those that came.

A file itself is not kept: what was sent can be worked out again from its disclosure,
and what came is in the lines of its batch.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class Direction(StrEnum):
    """Whether a file was made here or came here."""

    OUT = "out"
    IN = "in"


class Answer(StrEnum):
    """What a receipt says of a file: it came, they are taken on, or they are not."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Holding(StrEnum):
    """What a file holds."""

    HISTORY = "history"  # of one young person, who has moved
    NOTICES = "notices"  # about residents of the recipient


class Transfer(Model):
    """One file about one young person, or with notices, made for ``party`` or come from
    it.

    ``reference`` is its own number, ``ypid`` the young person's number in the sender's
    returns, ``moved_on`` the day of their move, ``written_at`` when the sender made it.
    A file that was made here has its disclosure, one that came its batch. ``entry_id``
    is the departure that followed from the receipt.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        base.one_of("direction", Direction),
        base.one_of("holding", Holding),
        base.one_of("answer", Answer),
        base.at_and_by("answered"),
        base.at_and_by("withdrawn"),
        Index(
            *("uq_transfers_reference", "authority", "direction", "reference"),
            unique=True,
        ),
        Index("ix_transfers_person", "person_id"),
        Index("ix_transfers_batch", "batch_id"),
        Index("ix_transfers_entry", "entry_id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    direction: Mapped[str]
    holding: Mapped[str] = mapped_column(default=Holding.HISTORY)
    reference: Mapped[str] = mapped_column(String(36))
    party: Mapped[AuthorityCode]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ypid: Mapped[str | None]
    sha256: Mapped[str] = mapped_column(String(64))
    moved_on: Mapped[date | None]
    written_at: Mapped[Moment]
    made_at: Mapped[Moment]
    made_by: Mapped[str]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosures.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    answer: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[MaybeMoment]
    answered_by: Mapped[str | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    withdrawn_at: Mapped[MaybeMoment]
    withdrawn_by: Mapped[str | None]

    @property
    def waits(self) -> bool:
        """Whether it may still be answered for good."""
        open_still = (
            (None,) if self.holding == Holding.NOTICES else (None, Answer.RECEIVED)
        )
        return self.withdrawn_at is None and self.answer in open_still


def every(
    direction: Direction, *, within: Scope, holding: Holding | None = None
) -> Sequence[Transfer]:
    """The files of one direction, the newest first; those that hold one kind of thing
    where it is given.
    """
    return base.every(
        select(Transfer)
        .where(
            Transfer.authority.in_(base.whole(within)),
            Transfer.direction == direction,
            *([] if holding is None else [Transfer.holding == holding]),
        )
        .order_by(Transfer.id.desc())
    )


def get(number: int, *, within: Scope) -> Transfer | None:
    """The file with that number of the table."""
    return base.of_number(Transfer, number, base.whole(within))


def lock(number: int, *, within: Scope) -> Transfer | None:
    """The same as stored now, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(Transfer).where(
                Transfer.id == number, Transfer.authority.in_(base.whole(within))
            )
        )
    )


def by_reference(
    reference: str, direction: Direction, *, within: Scope
) -> Transfer | None:
    """The file with its own number, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(Transfer).where(
                Transfer.authority.in_(base.whole(within)),
                Transfer.direction == direction,
                Transfer.reference == reference,
            )
        )
    )


def of_person(person: int, *, within: Scope) -> Sequence[Transfer]:
    """The files that were made about a young person, the newest first."""
    return base.every(
        select(Transfer)
        .where(
            Transfer.authority.in_(base.whole(within)),
            Transfer.direction == Direction.OUT,
            Transfer.person_id == person,
        )
        .order_by(Transfer.id.desc())
    )


def newest_about(ypid: str, party: str, *, within: Scope) -> Transfer | None:
    """The newest file that came from a council about the one with this number."""
    return base.first(
        select(Transfer)
        .where(
            Transfer.authority.in_(base.whole(within)),
            Transfer.direction == Direction.IN,
            Transfer.party == party,
            Transfer.ypid == ypid,
        )
        .order_by(Transfer.written_at.desc())
        .limit(1)
    )
