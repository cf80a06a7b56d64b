"""Commands about the work that waits for people."""
