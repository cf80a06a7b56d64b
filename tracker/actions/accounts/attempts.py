"""Failed attempts to sign in: counted, audited, and slower and slower.

After some failures a password is judged by itself only now and then, with longer and
longer waits between. A user with a second factor is never shut out: in between, the
password is judged together with the second step, so that a wrong one shows nothing.

See decision 0163.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.store.accounts.audit import Action
from tracker.store.accounts.failures import Failure, Kind
from tracker.store.accounts.users import User

FAILURES_COUNT_FOR = timedelta(hours=1)
#: So many failures slow nothing down: of an account, and from a network address, where
#: a whole council may sit.
FREE_OF_ACCOUNT, FREE_OF_PLACE = 5, 100
#: The longest waits. One network address holds up no other for long.
LONGEST_OF_ACCOUNT, LONGEST_OF_PLACE = timedelta(minutes=15), timedelta(minutes=1)
#: Who signs in is not known yet.
NOT_SIGNED_IN = "not signed in"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt: digests of the address of the account and of the network address, and
    the authority whose audit has its failure where there is no such account.
    """

    account: str
    place: str
    at: datetime
    authority: str


def attempt(email: str, *, place: str, at: datetime, authority: str) -> Attempt:
    """An attempt to sign in with this address, from this network address."""
    return Attempt(
        tokens.digest(email.strip().lower()), tokens.digest(place), at, authority
    )


def judged_from(made: Attempt, kind: Kind) -> datetime | None:
    """The moment from which the next attempt is judged by itself; None for now."""
    since = made.at - FAILURES_COUNT_FOR
    found = store.accounts.failures.recent(kind, since=since, email=made.account)
    moments = [_after(*found, FREE_OF_ACCOUNT, LONGEST_OF_ACCOUNT)]
    if kind == Kind.PASSWORD:
        found = store.accounts.failures.recent(kind, since=since, place=made.place)
        moments.append(_after(*found, FREE_OF_PLACE, LONGEST_OF_PLACE))
    latest = max((each for each in moments if each is not None), default=None)
    return latest if latest is not None and latest > made.at else None


def _after(
    count: int, last: datetime | None, free: int, longest: timedelta
) -> datetime | None:
    if last is None or count < free:
        return None
    # 2 to the power of 10 is longer than any wait.
    return last + min(timedelta(seconds=2 ** min(count - free, 10)), longest)


def failed(made: Attempt, kind: Kind, user: User | None) -> None:
    """Counts a failure and notes it in the audit, inside a transaction.

    The address of an account that does not exist may be of anybody, or a password typed
    in the wrong field: only its digest is kept.
    """
    store.accounts.failures.forget(made.at - FAILURES_COUNT_FOR)
    db.session.add(Failure(email=made.account, place=made.place, kind=kind, at=made.at))
    store.accounts.audit.write(
        authority=made.authority if user is None else user.authority,
        at=made.at,
        by=NOT_SIGNED_IN,
        action=Action.SIGN_IN_FAILED,
        subject="no account" if user is None else subject(user),
        wrong=kind,
        account=made.account[:16],
        place=made.place[:16],
    )


def succeeded(made: Attempt) -> None:
    """Forgets the failures of the account, inside a transaction."""
    store.accounts.failures.forget(made.at - FAILURES_COUNT_FOR, made.account)


def unlock(user: User, *, act: Act) -> None:
    """Forgets the failures of an account, so that nothing is slowed down any more."""
    with store.database.base.transaction():
        store.accounts.failures.forget(
            act.at - FAILURES_COUNT_FOR, tokens.digest(user.email.lower())
        )
        act.note(Action.USER_UNLOCKED, subject(user))


def in_minutes(until: datetime, at: datetime) -> str:
    """How long it is until a moment, in words for a refusal."""
    minutes = -(-int((until - at).total_seconds()) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
