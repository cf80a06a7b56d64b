"""Individualised learner records, as colleges and training providers return them."""

from tracker.feeds.ilr import columns, deliveries, feed, learners, schema
