"""What the lines of lists lead to when they are applied."""

from tracker.actions.intake.consequences import (
    ended_characteristics,
    line_evidence,
    phase_transfers,
    while_listed,
)
