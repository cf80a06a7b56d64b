"""Notices of other authorities about our residents who learn there."""

from tracker.feeds.area_notices import feed
