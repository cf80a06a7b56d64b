"""Risk of NEET: the points of indicators that hold on a day, and what a list costs."""

from tracker.domain.year.risk import reckoning, schemes, thresholds
