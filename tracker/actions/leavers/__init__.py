"""Leavers' destinations, corrections and notices of leaving."""

from tracker.actions.leavers import (
    corrections,
    destinations,
    left_early,
    notices,
    notices_and_lists,
    own_leavers,
    own_pupils,
    own_students,
    place_questions,
    placed_by_others,
    unchanged,
    weekly,
    weekly_recording,
)
