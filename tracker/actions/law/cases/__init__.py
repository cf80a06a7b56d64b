"""Cases: opened, worked on by steps, decided by those who may, and closed."""

from tracker.actions.law.cases import (
    case_steps,
    closing,
    complaints,
    correction_notices,
    deciding,
    objecting,
    opening,
    record_changes,
    standing,
    third_parties,
)
