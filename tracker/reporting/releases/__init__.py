"""Releases of statistics: what must be hidden in them, and their files."""
