"""Users invited and changed, settings chosen, downloads of the audit recorded."""

from tracker.actions.accounts import invitation_links, oversight, settings, users
