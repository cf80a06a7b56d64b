"""Recording evidence, and working out again what follows from it."""

from tracker.actions.history import (
    beside_positions,
    by_hand,
    double_submission,
    evidence,
    folding,
    house_moves,
    known_person,
    leaver_proof,
    leaving,
    month_ends,
    passed_entries,
    passing_on,
    positions,
)
