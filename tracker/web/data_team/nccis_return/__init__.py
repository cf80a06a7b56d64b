"""The month's return."""
