"""The register of children who are educated at home."""

from tracker.feeds.home_educated import feed
