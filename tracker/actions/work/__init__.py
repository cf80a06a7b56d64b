"""Work items of people, and long work that a worker does."""

from tracker.actions.work import (
    account_items,
    adviser_items,
    items,
    saved_filters,
    tasks,
    work_kinds,
)
