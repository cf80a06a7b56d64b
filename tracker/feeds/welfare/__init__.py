"""What the registers of education welfare have in common: a child, and a stay."""

from tracker.feeds.welfare import register_rows
