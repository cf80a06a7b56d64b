"""Doubtful lines, duplicates and identities, for deciding."""
