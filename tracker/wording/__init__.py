"""What pages and commands both say, in words."""

from tracker.wording import counts, effects
