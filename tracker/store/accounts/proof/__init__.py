"""What is checked of the audit beside its seals: their order, and lines in none."""

from tracker.store.accounts.proof import audit_deletions, audit_runs, audit_waiting
