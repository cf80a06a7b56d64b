"""The activity history of the council's earlier system."""

from tracker.feeds.moved_activities import feed
