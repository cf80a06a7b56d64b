"""Doubtful lines, duplicates and identities, to be decided."""
