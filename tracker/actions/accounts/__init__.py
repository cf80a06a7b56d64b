"""Users invited, changed and signed in; links to set passwords; settings chosen."""

from tracker.actions.accounts import invitation_links, settings, users
