"""Sendings by schools and colleges: lists, and reports of who is still there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Select,
    String,
    cast,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.intake.import_batches import ImportBatch, Status
from tracker.store.work.tasks import Task


class Kind(StrEnum):
    """The kind of a sending."""

    LIST = "list"
    UNCHANGED = "unchanged"


class State(StrEnum):
    """How far its sender has come with a sending."""

    KEPT = "kept"  # the file is here; its sender is checking the result of each line
    SENT = "sent"
    TAKEN_BACK = "taken back"


class Answer(StrEnum):
    """What a sender chose about one of its students in an answer for the week."""

    ATTENDING = "attending"
    STOPPED = "stopped"
    NOT_SEEN = "not seen"


#: In an answer for the week, the number of students without a choice of their own: they
#: are attending as well, or nothing was reported about them.
OTHERS, LEFT_OPEN = "others", "left open"


class Sending(Model):
    """One sending by an institution. Its number is that of its receipt.

    ``counts`` are the numbers of lines when it was sent, each line judged by itself. Of
    an answer for the week they are its sender's own choices (``Answer``). A report that
    nothing has changed has none: only the council may know how many people it is about.
    ``entry_id`` is the evidence made from it. ``path`` is the file's place while its
    sender still has to explain its columns.
    """

    __tablename__ = "sendings"
    __table_args__ = (
        base.one_of("kind", Kind),
        base.one_of("state", State),
        base.at_and_by("confirmed"),
        base.at_and_by("taken_back"),
        Index("ix_sendings_institution", "authority", "institution", "id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    institution: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    feed: Mapped[str | None]
    files: Mapped[list[str]] = mapped_column(JSONB, default=list)
    path: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    as_at: Mapped[date | None]
    complete: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_batches.id"), index=True
    )
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    made_by: Mapped[str]
    made_at: Mapped[Moment]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[MaybeMoment]
    taken_back_by: Mapped[str | None]
    taken_back_at: Mapped[MaybeMoment]

    @property
    def subject(self) -> str:
        """The subject of long work about this sending."""
        return f"sending {self.id}"

    @property
    def is_of_week(self) -> bool:
        """Whether it is an answer for the week: a report with choices of its own."""
        return self.kind == Kind.UNCHANGED and not self.counts.keys().isdisjoint(
            (OTHERS, LEFT_OPEN)
        )

    @property
    def is_partial(self) -> bool:
        """Whether it is a report about some of the students, and not about the rest."""
        return self.kind == Kind.UNCHANGED and LEFT_OPEN in self.counts


@dataclass(frozen=True, slots=True)
class Sent:
    """A sending with the work done for it and the batch made from it.

    ``was_taken_back``: its sender has taken an earlier sending of the same list back,
    and with it the batch, which this sending brings again.
    """

    sending: Sending
    task: Task | None
    batch: ImportBatch | None
    was_taken_back: bool = False

    @property
    def is_read(self) -> bool:
        """Whether every line has been read.

        It does not wait for matching, because the time that takes would show the sender
        what is on record.
        """
        return self.batch is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the council has taken the list back."""
        is_withdrawn = self.batch is not None and self.batch.status == Status.WITHDRAWN
        return is_withdrawn and not self.was_taken_back

    @property
    def applied(self) -> bool:
        return self.batch is not None and self.batch.status == Status.APPLIED


def _sendings(
    within: Scope, institutions: Collection[str]
) -> Select[Sending, Task, ImportBatch, bool]:
    newest = (
        select(func.max(Task.id))
        .where(
            Task.authority == Sending.authority,
            Task.subject == func.concat("sending ", Sending.id),
        )
        .correlate(Sending)
        .scalar_subquery()
    )
    came_of = func.coalesce(
        Sending.batch_id,
        cast(Task.result["batch"].astext, BigInteger),
        cast(Task.arguments["batch"].astext, BigInteger),
    )
    earlier = aliased(Sending)
    taken_back = exists().where(
        earlier.batch_id == ImportBatch.id,
        earlier.id < Sending.id,
        earlier.state == State.TAKEN_BACK,
        Sending.state == State.KEPT,
    )
    return (
        select(Sending, Task, ImportBatch, taken_back)
        .outerjoin(Task, Task.id == newest)
        .outerjoin(ImportBatch, ImportBatch.id == came_of)
        .where(
            Sending.authority.in_(within.authorities),
            Sending.institution.in_(institutions),
        )
    )


def get(number: int, *, of: Collection[str], within: Scope) -> Sent | None:
    """The sending with that number, if one of these institutions (keys) sent it."""
    row = db.session.execute(_sendings(within, of).where(Sending.id == number)).first()
    return Sent(*row) if row is not None else None


def get_unchanged(number: int, *, within: Scope) -> Sending | None:
    """The report with that number, whichever institution made it."""
    return base.first(
        select(Sending).where(
            Sending.id == number,
            Sending.kind == Kind.UNCHANGED,
            Sending.authority.in_(within.authorities),
        )
    )


def sent(
    of: Collection[str], *, within: Scope, offset: int = 0, limit: int = 50
) -> tuple[int, Sequence[Sent]]:
    """The number of sendings of these institutions, and one page, the newest first."""
    of_scope = Sending.authority.in_(within.authorities)
    total = base.total(Sending, of_scope, Sending.institution.in_(of))
    rows = db.session.execute(
        _sendings(within, of).order_by(Sending.id.desc()).offset(offset).limit(limit)
    )
    return total, [Sent(*row) for row in rows]


def latest_of(
    feed: str, of: Collection[str], *, within: Scope, limit: int = 100
) -> Sequence[Sent]:
    """The newest sent lists of a feed by these institutions, the newest first.

    Lists that were taken back, by them or by the council, are left out.
    """
    rows = db.session.execute(
        _sendings(within, of)
        .where(
            Sending.kind == Kind.LIST,
            Sending.feed == feed,
            Sending.state == State.SENT,
            ImportBatch.status != Status.WITHDRAWN,
        )
        .order_by(Sending.id.desc())
        .limit(limit)
    )
    return [Sent(*row) for row in rows]


def sent_since(
    moment: datetime, *, of: Collection[str], within: Scope
) -> Sequence[Sending]:
    """The sendings that these institutions sent since a moment, the newest first.

    Withdrawn sendings are left out.
    """
    return base.every(
        select(Sending)
        .where(
            Sending.authority.in_(within.authorities),
            Sending.institution.in_(of),
            Sending.state == State.SENT,
            Sending.confirmed_at >= moment,
        )
        .order_by(Sending.id.desc())
    )


def others_of(batch: int, *, besides: int) -> bool:
    """Whether another sending of the same list was sent and not withdrawn."""
    return _there_is(batch, besides, State.SENT)


def was_withdrawn(batch: int, *, besides: int) -> bool:
    """Whether another sending of the same list was withdrawn by its sender."""
    return _there_is(batch, besides, State.TAKEN_BACK)


def _there_is(batch: int, besides: int, state: State) -> bool:
    found = select(Sending.id).where(
        Sending.batch_id == batch, Sending.id != besides, Sending.state == state
    )
    return db.session.scalar(found.limit(1)) is not None


def receipts(batch: int, *, within: Scope) -> Sequence[Sending]:
    """The lists sent by an institution from which a batch was made, the first first."""
    return base.every(
        select(Sending)
        .where(
            Sending.authority.in_(within.authorities),
            Sending.batch_id == batch,
            Sending.confirmed_at.is_not(None),
        )
        .order_by(Sending.id)
    )


def received(subject: str, batch: int) -> None:
    """Stores the batch made from a list, before its sender sends it to the council.

    Does nothing where the subject is not a sending.
    """
    kind, _, number = subject.partition(" ")
    if kind == "sending":
        db.session.execute(
            update(Sending).where(Sending.id == int(number)).values(batch_id=batch)
        )


def wait_again(subject: str, path: str) -> None:
    """Stores that the file of a list waits for its sender again, unread.

    Does nothing where the subject is not a list that its sender still has to send.
    """
    kind, _, number = subject.partition(" ")
    if kind == "sending":
        db.session.execute(
            update(Sending)
            .where(Sending.id == int(number), Sending.state == State.KEPT)
            .values(path=path)
        )


def sender_of(authority: str) -> dict[int, str]:
    """The institution (key) of each batch that an institution's user sent first.

    A file that the council had received before belongs to the council, even if an
    institution sends it again.
    """
    return base.lookup(
        "SELECT DISTINCT ON (b.id) b.id, k.institution FROM sendings k"
        " JOIN import_batches b ON b.id = k.batch_id"
        " WHERE k.authority = %s AND b.received_by IN"
        " (SELECT made_by FROM sendings WHERE authority = %s)"
        " ORDER BY b.id, k.id",
        authority,
        authority,
    )


def is_sender(user: str, *, authority: str) -> bool:
    """Whether this is an institution's user who has sent, or begun to send, a list."""
    found = select(Sending.id).where(
        Sending.authority == authority, Sending.made_by == user
    )
    return db.session.scalar(found.limit(1)) is not None


def unexplained_before(moment: datetime, *, failed: datetime) -> Sequence[Sending]:
    """Lists uploaded before a moment whose columns are still unexplained.

    One whose reading failed through no fault of the list counts from the failure, and
    has until ``failed``.
    """
    tried = exists().where(
        Task.authority == Sending.authority,
        Task.subject == func.concat("sending ", Sending.id),
        Task.ended_at >= failed,
    )
    return base.every(
        select(Sending)
        .where(Sending.path.is_not(None), Sending.made_at < moment, ~tried)
        .order_by(Sending.id)
    )


def lock(number: int) -> Sending:
    """The sending as stored now, locked until the end of the transaction."""
    return base.one(base.locked(select(Sending).where(Sending.id == number)))
