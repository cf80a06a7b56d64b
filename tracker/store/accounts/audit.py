"""What was done, by whom and when. Nothing personal stands in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model, db
from tracker.store.database.base import AuthorityCode, Key, Moment


class AuditLine(Model):
    """One action. It has no foreign keys, so that it never keeps data from going."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_at", "authority", "at", "id"),
        *(
            Index(f"ix_audit_{column}", "authority", column, "at")
            for column in ("by", "action", "subject")
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    at: Mapped[Moment]
    by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


def write(
    *,
    authority: str,
    at: datetime,
    by: str,
    action: str,
    subject: str,
    **detail: Any,
) -> None:
    """Adds a line to the session, so that it stands or falls with what was done."""
    db.session.add(
        AuditLine(
            authority=authority,
            at=at,
            by=by,
            action=action,
            subject=subject,
            detail=detail,
        )
    )


#: So many lines are counted; whoever looks for older ones narrows by day.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for in the feed of what happened; None is anything.

    ``first`` and ``until`` are moments, ``until`` the first that is not meant any more.
    """

    by: str | None = None
    actions: tuple[str, ...] | None = None
    subject: str | None = None
    first: datetime | None = None
    until: datetime | None = None

    def where(self, within: Scope) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = [AuditLine.authority.in_(within.authorities)]
        if self.by is not None:
            asked.append(AuditLine.by == self.by)
        if self.actions is not None:
            asked.append(AuditLine.action.in_(self.actions))
        if self.subject is not None:
            asked.append(AuditLine.subject == self.subject)
        if self.first is not None:
            asked.append(AuditLine.at >= self.first)
        if self.until is not None:
            asked.append(AuditLine.at < self.until)
        return asked


def count(asked: Asked, *, within: Scope) -> int:
    """How many lines there are, up to COUNTED."""
    some = select(AuditLine.id).where(*asked.where(within)).limit(COUNTED).subquery()
    found: int = db.session.execute(select(func.count()).select_from(some)).scalar_one()
    return found


def lines(
    asked: Asked, *, within: Scope, offset: int, limit: int
) -> Sequence[AuditLine]:
    """Lines of the feed, the newest first."""
    return list(
        db.session.scalars(
            select(AuditLine)
            .where(*asked.where(within))
            .order_by(AuditLine.at.desc(), AuditLine.id.desc())
            .offset(offset)
            .limit(limit)
        )
    )


def every_line(asked: Asked, *, within: Scope) -> Iterator[AuditLine]:
    """All of them, the newest first, however many they are."""
    yield from db.session.scalars(
        select(AuditLine)
        .where(*asked.where(within))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
        .execution_options(yield_per=1000)
    )


def whoever_did_anything(*, within: Scope) -> list[str]:
    """Everybody by whom there is a line, in order: users, commands, the service."""
    return list(
        db.session.scalars(
            # One look into the index for each of them, however many lines there are.
            text(
                'SELECT DISTINCT found."by" FROM'
                " unnest(CAST(:authorities AS varchar[])) AS whose(authority)"
                " CROSS JOIN LATERAL (WITH RECURSIVE each AS ("
                ' (SELECT "by" FROM audit WHERE authority = whose.authority'
                '  ORDER BY "by" LIMIT 1)'
                " UNION ALL"
                ' SELECT (SELECT a."by" FROM audit a'
                '  WHERE a.authority = whose.authority AND a."by" > each."by"'
                '  ORDER BY a."by" LIMIT 1)'
                ' FROM each WHERE each."by" IS NOT NULL)'
                ' SELECT "by" FROM each WHERE "by" IS NOT NULL) AS found ORDER BY 1'
            ),
            {"authorities": list(within.authorities)},
        )
    )


def different_subjects(
    action: str, *, within: Scope, first: datetime, zone: str, most: int
) -> list[tuple[date, str, int]]:
    """(day, by whom, of how many different subjects) an action was, the most first.

    The ``most`` such days since a moment; they are days of a time zone.
    """
    rows = db.session.execute(
        text(
            'SELECT (at AT TIME ZONE :zone)::date, "by", count(DISTINCT subject)'
            " FROM audit WHERE authority = ANY(:authorities) AND action = :action"
            ' AND at >= :first GROUP BY 1, "by"'
            " ORDER BY 3 DESC, 1 DESC, 2 LIMIT :most"
        ),
        {
            "zone": zone,
            "authorities": list(within.authorities),
            "action": action,
            "first": first,
            "most": most,
        },
    )
    return [(day, by, many) for day, by, many in rows]
