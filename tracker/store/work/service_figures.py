"""The figures of the service for its monitoring: times and counts, no people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from tracker.extensions import db
from tracker.store.accounts.audit_integrity import audit_waiting

#: A sender by its number in the register, as `institution.key_of` gives it.
_SENDER = " ".join(
    (
        "CASE",
        *(
            f"WHEN sender ->> '{name}' <> '' THEN '{name}:' || (sender ->> '{name}')"
            for name in ("laestab", "ukprn", "urn")
        ),
        "ELSE 'none' END",
    )
)


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """Each ``last_`` is a moment by its labels, or None where there was none."""

    waiting: int
    oldest_waiting_seconds: float
    failed: int
    last_import: dict[tuple[str, str, str], datetime]
    last_return: dict[str, datetime]
    audit_unsealed_seconds: float


def read(at: datetime) -> ServiceFigures:
    """The figures at a moment, of every authority of the installation."""
    waiting, oldest, failed = db.session.execute(
        text(
            "SELECT count(*) FILTER (WHERE state = 'waiting'),"
            " min(requested_at) FILTER (WHERE state = 'waiting'),"
            " count(*) FILTER (WHERE state = 'failed' AND dismissed_at IS NULL)"
            " FROM tasks WHERE state IN ('waiting', 'failed')"
        )
    ).one()
    imports = db.session.execute(
        text(
            f"SELECT authority, feed, {_SENDER} AS sender, max(received_at)"
            " FROM import_batches GROUP BY 1, 2, 3"
        )
    )
    returns = db.session.execute(
        text("SELECT authority, max(frozen_at) FROM return_runs GROUP BY 1")
    )
    return ServiceFigures(
        waiting=waiting,
        oldest_waiting_seconds=_age(oldest, at),
        failed=failed,
        last_import={
            (authority, feed, sender): when for authority, feed, sender, when in imports
        },
        last_return={
            authority: when for authority, when in returns if when is not None
        },
        audit_unsealed_seconds=_age(audit_waiting.unsealed_since(), at),
    )


def _age(since: datetime | None, at: datetime) -> float:
    """The seconds since a moment, 0 where there is none."""
    return max(0.0, (at - since).total_seconds()) if since is not None else 0.0
