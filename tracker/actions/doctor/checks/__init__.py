"""The checks of an installation, by what they look at."""

from tracker.actions.doctor.checks import (
    database,
    files,
    identity_providers,
    web_settings,
)
