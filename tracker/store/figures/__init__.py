"""Members on a date, the people behind a figure, contact times, published tables."""

from tracker.store.figures import contact_times, members, people_behind, published
