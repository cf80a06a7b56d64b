"""Work items of people, and long work that a worker does."""

from tracker.actions.work import items, tasks, work_kinds
