"""The young people that an answer names, and the line of the audit about it."""
