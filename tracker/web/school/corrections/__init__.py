"""Corrections of leavers by their school, and the places to choose from."""
