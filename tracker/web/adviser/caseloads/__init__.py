"""Caseloads: their lists, hand-overs looked at and undone, allocation, cover."""
