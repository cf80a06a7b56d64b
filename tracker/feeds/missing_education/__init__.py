"""The register of children who are missing education."""

from tracker.feeds.missing_education import feed
