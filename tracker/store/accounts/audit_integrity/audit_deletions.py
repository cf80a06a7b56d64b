"""Months of the audit that were deleted, each recorded under the key.

The last seal of each chain of a deleted month stays, in a table that the owner of the
database can write too. The record beside it is made with the key, in the transaction
that deletes, so that no other deletion passes for one of ours.
"""

from collections.abc import Mapping
from datetime import date
from hmac import compare_digest

import psycopg
from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.keeping import Secret
from tracker.store.accounts.audit_digests import instant
from tracker.store.accounts.audit_seals import AuditDropped, AuditSeal, payload
from tracker.store.database import base


class DeletedAuditMonth(Model):
    """The record of a deletion: the last seal of the chain, by its order of making."""

    __tablename__ = "deleted_audit_months"

    ledger: Mapped[str] = mapped_column(primary_key=True)
    seal: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str]  # the name of the key
    mark: Mapped[bytes]


def drop(month: date, *, secret: Secret) -> int | None:
    """Deletes a month whole, but for its last seals; returns its number of lines.

    None means that the database refused: the month is not past its retention by its own
    clock, has lines without a seal, or is in use.
    """
    try:
        with base.transaction():
            (lines,) = base.column("SELECT audit_drop(%s)", month)
            for each in _deleted_now(month):
                mark = secret.mark(_content(each))
                base.insert(
                    DeletedAuditMonth(
                        ledger=each.ledger, seal=each.id, key=secret.name, mark=mark
                    )
                )
    except psycopg.Error:
        return None
    return int(lines)


def _deleted_now(month: date) -> list[AuditDropped]:
    """The last seals of a month that this transaction deletes, and no others."""
    numbers = base.column(
        "SELECT id FROM audit_dropped"
        " WHERE month = %s AND xmin = pg_current_xact_id()::xid",
        month,
    )
    return base.every(select(AuditDropped).where(AuditDropped.id.in_(numbers)))


def _content(dropped: AuditDropped) -> bytes:
    """Everything that the mark of a record is over; no seal begins like it."""
    when = instant(dropped.dropped_at).encode()
    return b"deleted " + when + b" " + dropped.hash + payload(dropped)


def is_recorded(dropped: AuditDropped, keys: Mapping[str, Secret]) -> bool:
    """Whether a deletion is recorded with one of our keys as it stands there."""
    records = base.every(
        select(DeletedAuditMonth).filter_by(ledger=dropped.ledger, seal=dropped.id)
    )
    return any(
        each.key in keys
        and compare_digest(keys[each.key].mark(_content(dropped)), each.mark)
        for each in records
    )


def made_before(dropped: AuditDropped) -> set[int]:
    """The seals of a chain after its last deleted one, made before the deletion."""
    return set(
        base.every(
            select(AuditSeal.number)
            .filter_by(authority=dropped.authority, month=dropped.month)
            .where(
                AuditSeal.number > dropped.number,
                AuditSeal.sealed_at < dropped.dropped_at,
            )
        )
    )
