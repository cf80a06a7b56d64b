"""Matching: the person that each row of a list is about."""

from tracker.linkage import comparing, decisions, model, names, population
