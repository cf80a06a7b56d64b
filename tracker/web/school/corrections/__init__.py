"""Corrections of a leaver by their school, and the places to choose from."""
