"""Second factors of users: set up, used to sign in, removed and reset."""

from tracker.actions.accounts.factors import (
    authenticator_app,
    held,
    letters,
    passkeys,
    proofs,
    recovery,
    reset,
    second_step,
)
