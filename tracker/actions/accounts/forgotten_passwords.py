"""A forgotten password: a link by mail, for an address that has an account.

Nothing that the user of the page can see, or measure, depends on whether there is an
account. The request only counts; the account is looked up, and the letter sent, after
the answer. The link itself is in the letter alone.

See decision 0155.
"""

from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import links, own_acts, tokens
from tracker.actions.accounts.links import Invited
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.failures import Failure, Kind

#: Requests within an hour: for one address, and from one place, where a whole council
#: may sit.
COUNTED_FOR = timedelta(hours=1)
OF_ADDRESS, OF_PLACE = 3, 50
#: Before a digest is made, so that a request is not counted as a failed sign-in.
_KIND = "forgotten password of "


def request(email: str, *, place: str, at: datetime) -> bool:
    """Counts a request; returns whether this address may still get a letter.

    Raises Refusal after too many requests from one place.
    """
    who = tokens.digest(_KIND + email.strip().lower())
    where = tokens.digest(_KIND + place)
    since = at - COUNTED_FOR
    with store.database.base.transaction():
        # Requests that come at one moment are counted one after the other.
        store.database.base.wait_for(where)
        of_place, _ = store.accounts.failures.recent(
            Kind.LINK, since=since, place=where
        )
        if of_place >= OF_PLACE:
            raise Refusal(
                "Too many links have been requested from your network. Try again in "
                "an hour, or ask your council's administrator."
            )
        store.database.base.wait_for(who)
        of_address, _ = store.accounts.failures.recent(
            Kind.LINK, since=since, email=who
        )
        if of_address < OF_ADDRESS:
            db.session.add(Failure(email=who, place=where, kind=Kind.LINK, at=at))
    return of_address < OF_ADDRESS


def link_for(email: str, *, at: datetime) -> Invited | None:
    """A link for the user with an address; None without an account with a password.

    A closed account gets none. Neither does one that an identity provider signs in,
    nor one whose invitation is still open.
    """
    user = store.accounts.users.by_email(email)
    if user is None or user.closed_at is not None or user.provider is not None:
        return None
    if user.password is None:
        return None
    act = Act(by=user.email, at=at, on=at.date(), authority=user.authority)
    with store.database.base.transaction():
        secret = links.new(user, act, is_requested=True)
        own_acts.note(user, Action.PASSWORD_LINK_REQUESTED, at=at)
    return Invited(user, secret)
