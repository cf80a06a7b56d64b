"""What lines of lists lead to beside their own statements."""

from tracker.actions.intake.consequences import ended_characteristics, phase_transfers
