"""What users have done about the risk of NEET: decisions, and counts of thresholds."""

from tracker.actions.year.risk_work import risk_deciding, threshold_task
