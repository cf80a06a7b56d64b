"""Leavers' destinations, corrections and notices of leaving."""

from tracker.actions.leavers import (
    corrections,
    destinations,
    notices,
    own_leavers,
    own_pupils,
    placed_by_others,
    unchanged,
)
