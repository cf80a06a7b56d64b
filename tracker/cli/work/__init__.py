"""The work that waits for people."""
