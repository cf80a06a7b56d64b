"""The register of establishments."""

from tracker.feeds.register import columns, feed
