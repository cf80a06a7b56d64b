"""Lists of young claimants from a Jobcentre."""

from tracker.feeds.jobcentre import feed
