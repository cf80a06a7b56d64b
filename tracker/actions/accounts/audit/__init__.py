"""The audit sealed each minute, its heads kept outside, and all of it verified."""

from tracker.actions.accounts.audit import (
    heads,
    not_sealed,
    repeats,
    sealing,
    sealing_order,
    verification,
)
