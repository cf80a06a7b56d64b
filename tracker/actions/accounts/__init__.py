"""Users invited, changed and signed in; links to set passwords; settings chosen."""

from tracker.actions.accounts import (
    attempts,
    invitation_links,
    links,
    own_acts,
    password_rules,
    passwords,
    provider,
    sessions,
    settings,
    signing_in,
    tokens,
    users,
)
