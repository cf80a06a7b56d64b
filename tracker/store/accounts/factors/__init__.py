"""Second factors of users: passkeys, authenticator apps, recovery codes."""

from tracker.store.accounts.factors import (
    authenticator_apps,
    begun_sign_ins,
    passkeys,
    recovery_codes,
)
