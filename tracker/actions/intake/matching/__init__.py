"""The person that each line is about, decided by identifiers or by likeness."""

from tracker.actions.intake.matching import (
    claims,
    known_people,
    match,
    numbers_alone,
)
