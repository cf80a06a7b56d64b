"""Users invited and signed in, links and settings; the audit sealed and verified."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.accounts import (
        attempts,
        audit,
        factors,
        forgotten_passwords,
        invitation_links,
        invitation_lists,
        kept_forms,
        links,
        own_acts,
        password_rules,
        passwords,
        provider,
        review,
        sessions,
        settings,
        signing_in,
        tokens,
        users,
    )
else:
    __getattr__ = by_name(__name__)
