"""The checks of an installation, by what they look at."""

from tracker.actions.doctor.checks import (
    audit,
    backups,
    certificate,
    database,
    disposals,
    encryption_keys,
    files,
    identity_providers,
    own_code,
    scanner,
    web_settings,
)
