"""The columns in each sender's lists, and the column of ours that each one means."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
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


class SenderColumnVersion(Model):
    """The whole mapping of a sender as it was after one change; the first is 1.

    ``means`` has the name of our column, or the code of a word, by heading.
    """

    __tablename__ = "sender_column_versions"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    means: Mapped[dict[str, str]] = mapped_column(JSONB)
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


def with_headings(
    authority: str, headings: Collection[str], *, apart_from: str = ""
) -> tuple[str, str] | None:
    """The feed and the sender whose mapping has all of these headings, the one that was
    recorded last; None without one. ``apart_from`` is a sender that is left out.
    """
    query = (
        select(SenderColumn.feed, SenderColumn.sender)
        .where(
            SenderColumn.authority == authority,
            SenderColumn.heading.in_(headings),
            SenderColumn.sender != apart_from,
        )
        .group_by(SenderColumn.feed, SenderColumn.sender)
        .having(func.count() == len(headings))
        .order_by(func.max(SenderColumn.recorded_at).desc())
    )
    found = db.session.execute(query.limit(1)).first()
    return None if found is None else (found.feed, found.sender)


def versions(authority: str, feed: str, sender: str) -> Sequence[SenderColumnVersion]:
    """Every version of a sender's mapping, the newest first."""
    return base.every(
        select(SenderColumnVersion)
        .filter_by(authority=authority, feed=feed, sender=sender)
        .order_by(SenderColumnVersion.version.desc())
    )


def changed_at(authority: str, feed: str, sender: str) -> datetime | None:
    """When the mapping of a sender changed last; None without one."""
    newest = select(func.max(SenderColumnVersion.recorded_at)).filter_by(
        authority=authority, feed=feed, sender=sender
    )
    return db.session.scalar(newest)


def keep_version(
    authority: str, feed: str, sender: str, *, by: str, at: datetime
) -> None:
    """Stores the mapping as it stands as a version, if it is another than before."""
    db.session.flush()
    means = aliases(authority, feed, sender)
    newest = next(iter(versions(authority, feed, sender)), None)
    if newest is None or newest.means != means:
        db.session.add(
            SenderColumnVersion(
                authority=authority,
                feed=feed,
                sender=sender,
                version=newest.version + 1 if newest is not None else 1,
                means=means,
                recorded_by=by,
                recorded_at=at,
            )
        )


def forget(
    authority: str, feed: str, sender: str, *, with_versions: bool = True
) -> None:
    """Removes the columns recorded for a sender, and their earlier versions."""
    for of in (SenderColumn, SenderColumnVersion) if with_versions else (SenderColumn,):
        db.session.execute(
            delete(of).filter_by(authority=authority, feed=feed, sender=sender)
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
