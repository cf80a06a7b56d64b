"""The words that pages and commands share."""

from tracker.wording import counts, details, effects, identity_fields
