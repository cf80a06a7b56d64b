"""Long work: requested, followed, done by a worker."""

from tracker.actions.work import tasks
