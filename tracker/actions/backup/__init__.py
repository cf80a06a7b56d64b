"""Backups: database and files encrypted together, checked, and restored elsewhere."""

from tracker.actions.backup import last_backup, making, manifest, restoring, verifying
