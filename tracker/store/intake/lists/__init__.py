"""The lists of schools and colleges: when each came, and what became of its lines."""

from tracker.store.intake.lists import coverage, listed_lines, service_lists
