"""Corrections and notices of leaving."""

from tracker.store.leavers import corrections, notices, reported_left
