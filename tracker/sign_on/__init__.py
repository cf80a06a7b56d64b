"""Single sign-on: what an identity provider states, and whether it may be believed."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
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
else:
    __getattr__ = by_name(__name__)
