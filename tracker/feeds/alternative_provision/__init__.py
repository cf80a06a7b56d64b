"""The register of alternative provision."""

from tracker.feeds.alternative_provision import feed
