"""Cases of the information officer: kinds, clocks, steps and evidence of authority."""

from tracker.domain.law.cases import case_kinds, clock, requesters, steps, working_days
