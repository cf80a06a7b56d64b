"""Retention: what falls due, legal holds, and disposals that two people decide."""

from tracker.actions.law.disposals import (
    carrying_out,
    disposal_task,
    due_items,
    falling_due,
    hiding_numbers,
    holding,
    ledger,
    proposing,
    replaying,
)
