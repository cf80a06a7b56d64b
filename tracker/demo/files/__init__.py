"""The files that the invented authority receives."""
