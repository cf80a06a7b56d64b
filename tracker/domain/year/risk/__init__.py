"""Risk of NEET: indicators that hold on a day, their points, and what a list costs."""

from tracker.domain.year.risk import indicators, reckoning, schemes, thresholds
