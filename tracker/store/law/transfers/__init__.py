"""Transfers between authorities: the keys that sign them, and the files themselves."""

from tracker.store.law.transfers import council_keys, exchanged, signing_keys
