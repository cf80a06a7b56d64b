"""The statutory year: the cohorts that are fixed, and what is recorded of each."""

from tracker.actions.year import guarantee_lists
