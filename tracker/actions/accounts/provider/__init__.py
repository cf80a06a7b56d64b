"""Users of an identity provider: admitted, linked, and signed out."""

from tracker.actions.accounts.provider import admitting, linking, logging_out
