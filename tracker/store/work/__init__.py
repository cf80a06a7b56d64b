"""Long work and its queue."""

from tracker.store.work import queue, tasks
