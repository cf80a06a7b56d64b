"""DfE's lists of pupils at risk of NEET."""

from tracker.feeds.risk_lists import feed, indicator_cells
