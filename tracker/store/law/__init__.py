"""Restrictions of what an institution passes on, and releases of statistics."""

from tracker.store.law import releases, restriction_answers, restrictions
