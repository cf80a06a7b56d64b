"""Verbs: everything that changes something. One transaction and one audit line each."""
