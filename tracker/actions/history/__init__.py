"""Evidence recorded, and what is derived from it made again."""

from tracker.actions.history import (
    by_hand,
    double_submission,
    evidence,
    house_moves,
    leaver_proof,
    leaving,
    month_ends,
    positions,
)
