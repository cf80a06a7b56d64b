"""The columns in each sender's lists, and the column of ours that each one means."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Moment


class SenderColumn(Model):
    """The meaning of one heading in a sender's lists, as a user once chose it.

    ``means`` is the name of a column of the feed. Where it is empty, the heading is
    left out.
    """

    __tablename__ = "sender_columns"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)  # the institution's key
    heading: Mapped[str] = mapped_column(primary_key=True)
    means: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[Moment]


def aliases(authority: str, feed: str, sender: str) -> dict[str, str]:
    """The column for each heading of a sender, for ``feeds.headings.matched_headings``.

    A heading that is left out has an empty text.
    """
    return {
        each.heading: each.means
        for each in db.session.scalars(
            select(SenderColumn).filter_by(
                authority=authority, feed=feed, sender=sender
            )
        )
    }


def columns(*, within: Scope) -> Sequence[SenderColumn]:
    """The columns recorded for any sender, in order of sender."""
    return base.every(
        select(SenderColumn)
        .where(SenderColumn.authority.in_(within.authorities))
        .order_by(SenderColumn.sender, SenderColumn.feed, SenderColumn.heading)
    )


def newest_first(authority: str, sender: str) -> Sequence[str]:
    """The feeds with columns recorded for a sender, the one recorded last first."""
    last = func.max(SenderColumn.recorded_at)
    return base.every(
        select(SenderColumn.feed)
        .filter_by(authority=authority, sender=sender)
        .group_by(SenderColumn.feed)
        .order_by(last.desc(), SenderColumn.feed)
    )


def forget(authority: str, feed: str, sender: str) -> None:
    """Removes the columns recorded for a sender."""
    db.session.execute(
        delete(SenderColumn).filter_by(authority=authority, feed=feed, sender=sender)
    )


def remember(
    authority: str,
    feed: str,
    sender: str,
    means: Mapping[str, str],
    *,
    by: str,
    at: datetime,
) -> None:
    """Stores the column for each heading of a sender."""
    for heading, name in means.items():
        db.session.merge(
            SenderColumn(
                authority=authority,
                feed=feed,
                sender=sender,
                heading=heading,
                means=name,
                recorded_by=by,
                recorded_at=at,
            )
        )
