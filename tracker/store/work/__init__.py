"""Work items, and long work with its queue."""

from tracker.store.work import items, queue, service_figures, tasks
