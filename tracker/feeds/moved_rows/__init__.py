"""What exports of an earlier system have in common: the person of a row, its place."""

from tracker.feeds.moved_rows import columns, moved_people
