"""Open orders of the youth justice service: sealed, and only whether there is one."""

from tracker.feeds.youth_justice import custody, feed
