"""Restrictions: the details that an institution may not pass on."""

from tracker.store.law import restrictions
