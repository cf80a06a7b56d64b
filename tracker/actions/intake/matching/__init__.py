"""The person that each line is about, decided by identifiers or by likeness."""

from tracker.actions.intake.matching import (
    certain_matches,
    claims,
    known_people,
    match,
    numbers_alone,
)
