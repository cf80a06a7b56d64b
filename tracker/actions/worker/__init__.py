"""What a worker does: every kind of long work, and the nightly run."""

from tracker.actions.worker import backlog, nightly
