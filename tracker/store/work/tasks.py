"""Work that takes longer than a page may: the request, its progress and result."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.work import items
from tracker.store.work.items import shaped


class State(StrEnum):
    """How far a task has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: Work that failed is not requested again before this time has passed.
AGAIN_AFTER = timedelta(hours=1)


class Task(Model):
    """One piece of long work. ``subject`` is what it is about: "batch 12"."""

    __tablename__ = "tasks"
    __table_args__ = (
        base.one_of("state", State),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ended"
        ),
        base.at_and_by("dismissed"),
        Index("ix_tasks_subject", "authority", "subject", "id"),
        Index(
            "ix_tasks_unfinished",
            "id",
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    state: Mapped[str] = mapped_column(default=State.WAITING)
    says: Mapped[str] = mapped_column(default="")  # the progress line
    done: Mapped[int | None]
    out_of: Mapped[int | None]
    problem: Mapped[str] = mapped_column(default="")  # one sentence, for a failed task
    result: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    requested_by: Mapped[str]
    requested_at: Mapped[Moment]
    began_at: Mapped[MaybeMoment]
    ended_at: Mapped[MaybeMoment]
    dismissed_by: Mapped[str | None]  # the user who has seen that it failed
    dismissed_at: Mapped[MaybeMoment]

    @property
    def ended(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    def failed_just_now(self, at: datetime) -> bool:
        """Whether it failed in the hour before ``at``: it is too early to try again."""
        return (
            self.state == State.FAILED
            and self.ended_at is not None
            and self.ended_at + AGAIN_AFTER > at
        )


def get(number: int, *, within: Scope) -> Task | None:
    """The task with that number, or None where it is outside the scope."""
    return base.of_number(Task, number, within.authorities)


def newest(
    subject: str,
    *,
    within: Scope,
    kind: str | None = None,
    state: State | None = None,
) -> Task | None:
    """The newest task about a subject, or None. ``state`` narrows it to one that has
    come so far.
    """
    query = select(Task).where(
        Task.subject == subject, Task.authority.in_(within.authorities)
    )
    if kind is not None:
        query = query.where(Task.kind == kind)
    if state is not None:
        query = query.where(Task.state == state)
    return base.first(query.order_by(Task.id.desc()))


#: Marks work that was requested while the clock was ahead.
AHEAD = "ahead"
#: How often work was begun again because of the database or the disk.
POSTPONED = "postponed"
#: The upload as which the files of work wait.
AGAIN = "again"


def mark_ahead(
    kind: str, *, past: str, after: datetime, authorities: Collection[str]
) -> None:
    """Marks work of a kind whose subject and moment have still to come."""
    db.session.execute(
        update(Task)
        .where(
            Task.authority.in_(authorities),
            Task.subject > past,
            Task.kind == kind,
            Task.requested_at > after,
            ~Task.arguments.has_key(AHEAD),
        )
        .values(arguments=Task.arguments.op("||")(func.jsonb_build_object(AHEAD, True)))
        .execution_options(synchronize_session=False)
    )


def night_before(kind: str, moment: datetime, *, within: Scope) -> Task | None:
    """The newest work of a kind that was requested by a moment and begun and ended,
    also in failure; what a clock that was ahead requested does not count.
    """
    return base.first(
        select(Task)
        .where(
            Task.authority.in_(within.authorities),
            Task.kind == kind,
            Task.state.in_((State.DONE, State.FAILED)),
            Task.began_at.is_not(None),
            Task.requested_at <= moment,
            ~Task.arguments.has_key(AHEAD),
        )
        .order_by(Task.id.desc())
    )


def _requested_again() -> ColumnElement[bool]:
    """Whether newer work has the same subject."""
    newer = aliased(Task)
    return (
        select(newer.id)
        .where(
            newer.authority == Task.authority,
            newer.subject == Task.subject,
            newer.id > Task.id,
        )
        .exists()
    )


def at_work(
    kinds: Collection[str], *, within: Scope, failed_since: datetime
) -> Sequence[Task]:
    """Unfinished work, and work that failed recently.

    Failed work is left out once it was requested again or dismissed.
    """
    failed = (
        (Task.state == State.FAILED)
        & (Task.ended_at >= failed_since)
        & Task.dismissed_at.is_(None)
        & ~_requested_again()
    )
    return base.every(
        select(Task)
        .where(
            Task.authority.in_(within.authorities),
            Task.kind.in_(kinds),
            Task.state.in_((State.WAITING, State.RUNNING)) | failed,
        )
        .order_by(Task.id)
    )


def same_waiting(
    authority: str, kind: str, subject: str, arguments: Mapping[str, Any]
) -> Task | None:
    """The waiting task with the same kind, subject and arguments, or None."""
    return base.first(
        select(Task)
        .filter_by(state=State.WAITING, authority=authority, kind=kind, subject=subject)
        .where(Task.arguments == dict(arguments))
    )


def failed_files(*, within: Scope) -> Any:
    """Files of our own pages that could not be imported as work items.

    They are done once dismissed. A file that waits for another kind is a question
    about the file instead.
    """
    return (
        select(
            *shaped(
                id=Task.id,
                about=items.file_names(Task.arguments["files"]),
                why=Task.problem,
                owner_id=User.id,
                since=Task.ended_at,
                done_by=Task.dismissed_by,
                done_at=Task.dismissed_at,
            )
        )
        .outerjoin(User, User.email == Task.requested_by)
        .where(
            Task.authority.in_(within.authorities),
            Task.kind == "take in",
            Task.subject.startswith("upload "),
            Task.state == State.FAILED,
            Task.dismissed_at.is_not(None)
            | ~(Task.arguments.has_key(AGAIN) | _requested_again()),
        )
    )
