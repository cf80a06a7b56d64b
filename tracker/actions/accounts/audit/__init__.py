"""The audit sealed each minute, its heads kept outside, and all of it verified."""

from tracker.actions.accounts.audit import (
    deleted_months,
    heads,
    not_sealed,
    repeats,
    sealing,
    sealing_order,
    verification,
)
