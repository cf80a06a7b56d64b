"""The work of a worker that follows large files, and the nightly run."""

from tracker.actions.worker import backlog, nightly
