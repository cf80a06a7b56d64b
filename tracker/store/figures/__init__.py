"""Members on a date, breakdowns of them, and published tables."""

from tracker.store.figures import contact_times, members, people_behind, published
