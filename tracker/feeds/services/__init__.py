"""Lists of support services, each mapped once on a page."""

from tracker.feeds.services import feed
