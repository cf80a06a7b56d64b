"""Work items of people, and long work that a worker does."""

from tracker.actions.work import account_items, items, tasks, work_kinds
