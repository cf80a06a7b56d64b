"""Looks at records: reviewed, and of what is sealed, for a reason."""

from tracker.actions.law.looks import looking, opening_sealed
