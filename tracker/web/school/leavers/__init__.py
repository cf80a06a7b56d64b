"""Where the leavers of a school or college are: in all, each, by group, by year."""
