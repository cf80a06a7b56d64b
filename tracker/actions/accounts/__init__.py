"""Users invited and changed, settings chosen, the audit read."""

from tracker.actions.accounts import invitation_links, oversight, settings, users
