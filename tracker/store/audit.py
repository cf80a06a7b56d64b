"""What was done, by whom and when. Nothing personal stands in it."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.base import AuthorityCode, Key, Moment


class AuditLine(Model):
    """One action. It has no foreign keys, so that it never keeps data from going."""

    __tablename__ = "audit"

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
