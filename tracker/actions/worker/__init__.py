"""The work of a worker, for every subject: large files, each night, renewed keys."""

from tracker.actions.worker import backlog, keys, nightly, sealed_things
