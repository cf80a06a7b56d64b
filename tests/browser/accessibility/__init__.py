"""Accessibility of every page and state, and the result that the statement shows."""
