"""Commands about the return."""
