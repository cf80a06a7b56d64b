"""Where the leavers of a school or college are: totals, each leaver, groups, years."""
