"""Users, settings of the authority, and the audit."""

from tracker.store.accounts import (
    audit,
    failures,
    links,
    sessions,
    settings,
    single_sign_on,
    users,
)
