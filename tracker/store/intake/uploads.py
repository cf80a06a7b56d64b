"""Files uploaded on a page that wait until a user answers a question about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.work.items import file_names, shaped
from tracker.store.work.tasks import AGAIN, State, Task

#: Beside ``AGAIN``, in the arguments of a failed task: its files wait to be tried
#: again, because the failure was not their fault.
KEPT = "kept"


class Upload(Model):
    """Files uploaded together, in a folder of their own below ``var/uploads``.

    The answers given so far are stored with them. The files themselves are removed once
    they are received, or some days later.
    """

    __tablename__ = "uploads"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    files: Mapped[list[str]] = mapped_column(JSONB)  # their paths
    feed: Mapped[str | None]
    institution: Mapped[str | None]
    as_at: Mapped[str | None]
    complete: Mapped[bool] = mapped_column(default=False)
    new_sender: Mapped[str | None] = mapped_column(default=None)
    other_authorities: Mapped[bool] = mapped_column(default=False)
    database: Mapped[str | None] = mapped_column(default=None)  # of an earlier system
    # The questions that a worker found about them: (kind, sentence) of each.
    questions: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    sent_by: Mapped[str]
    sent_at: Mapped[Moment] = mapped_column(index=True)


def get(number: int, *, within: Scope) -> Upload | None:
    """The upload with that number, or None where it is outside the scope."""
    return base.of_number(Upload, number, within.authorities)


def lock(number: int) -> Upload | None:
    """The upload with that number, locked until the end of the transaction."""
    return base.first(base.locked(select(Upload).where(Upload.id == number)))


def waiting(*, within: Scope) -> Sequence[Upload]:
    """The uploads that wait for an answer, the newest first."""
    return base.every(
        select(Upload)
        .where(Upload.authority.in_(within.authorities))
        .order_by(Upload.id.desc())
    )


def items(*, within: Scope) -> Any:
    """The uploads that wait for an answer, as work items of their senders."""
    return (
        select(
            *shaped(
                id=Upload.id,
                about=file_names(Upload.files),
                why=func.coalesce(
                    Upload.questions[0][1].astext,
                    _failed_work(Task.problem).scalar_subquery(),
                    "More information is needed",
                ),
                owner_id=User.id,
                since=Upload.sent_at,
            )
        )
        .outerjoin(User, User.email == Upload.sent_by)
        .where(Upload.authority.in_(within.authorities))
    )


def _failed_work(what: Any) -> Any:
    """A query for the work that failed with the files of an upload, by no fault of
    theirs.
    """
    return select(what).where(
        Task.authority == Upload.authority,
        Task.kind == "take in",
        Task.state == State.FAILED,
        Task.arguments.has_key(KEPT),
        Task.arguments[AGAIN].as_integer() == Upload.id,
    )


def is_kept(upload: Upload) -> bool:
    """Whether it was kept for another try, after a failure that was not its fault."""
    query = select(Upload.id).where(Upload.id == upload.id)
    return base.first(query.where(_failed_work(Task.id).exists())) is not None


def sent_before(moment: datetime, *, failed: datetime) -> Sequence[Upload]:
    """The uploads sent before a moment and still without an answer; those kept for
    another try only where they failed before ``failed``.
    """
    return base.every(
        select(Upload)
        .where(
            Upload.sent_at < moment,
            (Upload.sent_at < failed) | ~_failed_work(Task.id).exists(),
        )
        .order_by(Upload.id)
    )


#: The task argument of work whose files wait for another try after it failed.
WAITS = "waits"


def in_use(*, failed_since: datetime) -> set[str]:
    """The uploaded files still needed by an answer, a sender's columns or a worker, or
    by work that failed since a moment and may be tried again.
    """
    return base.distinct(
        "SELECT jsonb_array_elements_text(files) FROM uploads"
        " UNION ALL SELECT path FROM sendings WHERE path IS NOT NULL"
        " UNION ALL SELECT jsonb_array_elements_text(arguments->'files') FROM tasks"
        " WHERE (state IN ('waiting', 'running') OR state = 'failed'"
        " AND dismissed_at IS NULL AND ended_at >= %s"
        " AND jsonb_exists(arguments, %s))"
        " AND jsonb_typeof(arguments->'files') = 'array'"
        " UNION ALL SELECT waiting FROM return_answers WHERE waiting IS NOT NULL",
        failed_since,
        WAITS,
    )
