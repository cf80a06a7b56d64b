"""The work of a worker: rebuilding after large files, and the nightly run."""

from tracker.actions.worker import backlog, nightly
