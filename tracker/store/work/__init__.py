"""Work items, and long work with its queue."""

from tracker.store.work import items, queue, saved_filters, service_figures, tasks
