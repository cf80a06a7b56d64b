"""Retention: what falls due, legal holds, and disposals that two people decide."""

from tracker.actions.law.disposals import (
    carrying_out,
    falling_due,
    holding,
    ledger,
    proposing,
    replaying,
)
