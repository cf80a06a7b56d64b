"""Whose row is this?"""

from tracker.linkage import comparing, decisions, model, names, population
