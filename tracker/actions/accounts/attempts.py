"""Slowing down of failed attempts to sign in, for an account and for a place."""

from datetime import datetime, timedelta

from tracker import store
from tracker.refusal import Refusal

#: After this many failures within an hour, for one address or from one place (where a
#: whole council may sit), signing in has to wait until they are an hour old.
FAILURES_COUNT_FOR = timedelta(hours=1)
FAILURES_OF_ADDRESS, FAILURES_OF_PLACE = 10, 100


def must_wait(who: str, where: str, at: datetime) -> None:
    """Raises Refusal after too many failures of an address or from a place."""
    since = at - FAILURES_COUNT_FOR
    if (
        store.accounts.failures.count(since=since, email=who) >= FAILURES_OF_ADDRESS
        or store.accounts.failures.count(since=since, place=where) >= FAILURES_OF_PLACE
    ):
        raise Refusal("Too many attempts to sign in have failed. Try again in an hour.")
