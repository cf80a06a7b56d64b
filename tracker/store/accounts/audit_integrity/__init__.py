"""Deleted months of the audit, the order of its seals, and lines not yet sealed."""

from tracker.store.accounts.audit_integrity import (
    audit_deletions,
    audit_runs,
    audit_waiting,
)
