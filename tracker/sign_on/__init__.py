"""Single sign-on: what an identity provider states, and whether it may be believed."""

from tracker.sign_on import (
    admission,
    claims,
    configuration,
    connection,
    line,
    provider,
    refusals,
    tokens,
)
