"""The acts of tests: by an invented user, at a fixed moment unless another is given."""

from datetime import UTC, date, datetime

from tests.factories import AUTHORITY
from tracker.actions.act import Act

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def act(
    by: str = "data@example.org",
    at: datetime = NOON,
    on: date | None = None,
    authority: str = AUTHORITY,
) -> Act:
    """An act; the date is that of the moment, if no other is given."""
    return Act(by=by, at=at, on=on or at.date(), authority=authority)
