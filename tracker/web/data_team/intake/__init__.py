"""Files that came in, their lines and their senders."""
