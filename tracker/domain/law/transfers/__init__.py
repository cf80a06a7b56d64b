"""Transfers between authorities: what of a history passes, and the file that has it."""

from tracker.domain.law.transfers import acceptable, contents, passing
