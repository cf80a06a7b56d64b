"""Leavers and their destinations, counted and shown as the institution may see them."""

from tracker.domain.leavers import (
    destinations,
    leaver,
    own_statement,
    reported_activities,
    sustained,
)
