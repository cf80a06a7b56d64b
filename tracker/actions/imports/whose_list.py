"""Who a sender is: by the register, or by the name given when its first list came."""

from tracker.access import authority_scope
from tracker.domain.institution import InstitutionRef, key_of
from tracker.store import institutions, new_senders


def standing(sender: InstitutionRef, authority: str) -> str | None:
    """What a sender is called by the register or by us, None where neither knows it."""
    there = institutions.directory().resolve(sender)
    if there is not None:
        return there.name
    key = key_of(sender)
    if key is None:
        return None
    return new_senders.names([key], within=authority_scope(authority)).get(key)


def by_number(sender: InstitutionRef) -> str:
    """A sender by its number, as a sentence names it: UKPRN 10098845."""
    for kind in ("urn", "laestab", "ukprn"):
        if (number := getattr(sender, kind)) is not None:
            return f"{kind.upper()} {number}"
    return sender.name or "a sender without a number"
