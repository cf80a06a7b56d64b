"""Failed attempts to sign in: counted, audited, and slower and slower.

After some failures a password is judged by itself only now and then, with longer and
longer waits between. A user with a second factor is never shut out: in between, the
password is judged together with the second step, so that a wrong one shows nothing.
Only a flood from one network address is refused, before anything is judged.

An attempt counts as a failure from its beginning until it turns out to be right: many
at one moment are counted one after the other.

See decision 0163.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.audit import repeats
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.failures import Failure, Kind
from tracker.store.accounts.users import User

FAILURES_COUNT_FOR = timedelta(hours=1)
#: So many failures slow nothing down: of an account, and from a network address, where
#: a whole council may sit.
FREE_OF_ACCOUNT, FREE_OF_PLACE = 5, 100
#: The longest waits. One network address holds up no other for long.
LONGEST_OF_ACCOUNT, LONGEST_OF_PLACE = timedelta(minutes=15), timedelta(minutes=1)
#: Failures from one network address within a minute, from which it is refused: each
#: costs 64 MB and a good part of a second. Right passwords do not count, so a council
#: or a school that comes in at nine in the morning does not meet it.
MOST_OF_PLACE, REFUSED_FOR = 300, timedelta(minutes=1)
#: The user hears of so many wrong codes in a row: another person has their password.
WARNS_AFTER = 10
#: Who signs in is not known yet.
NOT_SIGNED_IN = "not signed in"
#: Before a digest is made, so that what follows is counted apart from the rest.
_IN_SESSION, _UNJUDGED = "signed in ", "not judged by itself "
_WITHOUT_PASSWORD, _REFUSED = "without a right password ", "refused "


class TooMany(Refusal):
    """Too many attempts have failed from a network address for one more to be judged.

    ``seconds`` is the time after which it may be tried again.
    """

    seconds = int(REFUSED_FOR.total_seconds())

    def __init__(self) -> None:
        super().__init__(
            "Too many attempts to sign in have failed in your network. Wait a minute, "
            "and try again."
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt: digests of the address of the account and of the network address, and
    the authority whose audit has its failure where there is no such account.
    """

    account: str
    place: str
    at: datetime
    authority: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How attempts are slowed down: until when (None for not now), because of which
    account or network address, and the failures of the account.
    """

    until: datetime | None
    of: str
    failures: int


@dataclass(frozen=True, slots=True)
class Judging:
    """A password that is being judged, and the failure as which it counts meanwhile."""

    made: Attempt
    waiting: Waiting
    failure: int

    @property
    def hides(self) -> bool:
        """Whether the password is judged only together with the second step."""
        return self.waiting.until is not None


def attempt(email: str, *, place: str, at: datetime, authority: str) -> Attempt:
    """An attempt to sign in with this address, from this network address."""
    return Attempt(
        tokens.digest(email.strip().lower()), tokens.digest(place), at, authority
    )


def in_session(user: User, *, at: datetime) -> Attempt:
    """An attempt of a signed-in user to prove who they are.

    It is counted apart: others, who only know the address, do not slow it down.
    """
    own = tokens.digest(_IN_SESSION + user.email.lower())
    return Attempt(own, own, at, user.authority)


def second(
    account: str, user: User | None, *, place: str, at: datetime, authority: str
) -> Attempt:
    """The second step of an attempt for an account.

    Without a user the password was wrong, and codes after it do not slow down those of
    the account's owner.
    """
    where = tokens.digest(place)
    if user is not None:
        return Attempt(account, where, at, user.authority)
    return Attempt(tokens.digest(_WITHOUT_PASSWORD + account), where, at, authority)


def wait_for_others(account: str) -> None:
    """Waits, inside a transaction, until no other attempt of the account is counted."""
    store.database.base.wait_for(f"attempts of {account}")


def waiting(made: Attempt, kind: Kind) -> Waiting:
    """How the next attempt is slowed down."""
    since = made.at - FAILURES_COUNT_FOR
    failures, last = store.accounts.failures.recent(
        kind, since=since, email=made.account
    )
    until = _after(failures, last, FREE_OF_ACCOUNT, LONGEST_OF_ACCOUNT)
    found = [(until, f"account {made.account}")]
    if kind == Kind.PASSWORD:
        of_place = store.accounts.failures.recent(kind, since=since, place=made.place)
        until = _after(*of_place, FREE_OF_PLACE, LONGEST_OF_PLACE)
        found.append((until, f"place {made.place}"))
    slowing = [(u, of) for u, of in found if u is not None and u > made.at]
    latest, of = max(slowing, default=(None, ""))
    return Waiting(latest, of, failures)


def _after(
    count: int, last: datetime | None, free: int, longest: timedelta
) -> datetime | None:
    if last is None or count < free:
        return None
    # 2 to the power of 10 is longer than any wait.
    return last + min(timedelta(seconds=2 ** min(count - free, 10)), longest)


# --- Passwords -----------------------------------------------------------------------


def begin(made: Attempt) -> Judging:
    """Counts a password before it is judged, as if it were wrong. Raises TooMany."""
    failures = store.accounts.failures
    try:
        with store.database.base.transaction():
            wait_for_others(made.account)
            store.database.base.wait_for(f"attempts from {made.place}")
            of_place = failures.count_from(
                Kind.PASSWORD,
                since=made.at - REFUSED_FOR,
                places=[made.place, _unjudged(made)],
            )
            if of_place >= MOST_OF_PLACE:
                raise TooMany
            found = waiting(made, Kind.PASSWORD)
            counted = Failure(
                email=made.account, place=made.place, kind=Kind.PASSWORD, at=made.at
            )
            store.database.base.insert(counted)
            number = counted.id
    except TooMany:
        with store.database.base.transaction():
            _note_slowed(
                made, f"flood {made.place}", "accounts, from one network address"
            )
        raise
    return Judging(made, found, number)


def wrong_password(judging: Judging, user: User | None) -> None:
    """Notes a wrong password in the audit, inside a transaction.

    The address of an account that does not exist may be of anybody, or a password typed
    in the wrong field: only its digest is kept.
    """
    _forget_old(judging.made)
    _note_failed(judging.made, Kind.PASSWORD, user)


def right_password(judging: Judging) -> None:
    """Counts the attempt no longer, inside a transaction."""
    store.accounts.failures.remove(judging.failure)


def hidden_password(judging: Judging, user: User | None, *, is_right: bool) -> None:
    """Notes a password whose judgement is not shown yet, inside a transaction.

    The same is done for a right one and a wrong one, so that no time shows which it is.
    """
    made = judging.made
    _forget_old(made)
    store.accounts.failures.move(
        judging.failure,
        email=tokens.digest(_UNJUDGED + made.account) if is_right else made.account,
        place=_unjudged(made) if is_right else made.place,
    )
    _note_slowed(made, judging.waiting.of, _of(user), user)


def refused_password(judging: Judging, user: User) -> None:
    """Notes a password that was not looked at, inside a transaction."""
    store.accounts.failures.remove(judging.failure)
    _note_slowed(judging.made, judging.waiting.of, _of(user), user)


def _unjudged(made: Attempt) -> str:
    """Right passwords count for the limit of a place, and slow down nothing there."""
    return tokens.digest(_UNJUDGED + made.place)


# --- Codes ---------------------------------------------------------------------------


def wrong_code(
    made: Attempt, found: Waiting, user: User | None, *, account: str, hides: bool
) -> bool:
    """Counts a wrong code, or one that was not looked at, inside a transaction.

    Returns whether the user is to be warned that another person has their password.
    With ``hides`` the same is done without a user (see ``hidden_password``).
    """
    was_refused = found.until is not None
    _forget_old(made)
    counted_for = tokens.digest(_REFUSED + account) if was_refused else made.account
    db.session.add(
        Failure(email=counted_for, place=made.place, kind=Kind.CODE, at=made.at)
    )
    if hides or was_refused:
        who = _of(user) if user is not None else "a sign-in without a right password"
        _note_slowed(made, f"account {account}", who, user)
    else:
        _note_failed(made, Kind.CODE, user)
    return not was_refused and found.failures + 1 == WARNS_AFTER


def note_passkey(
    user: User | None, *, place: str, at: datetime, authority: str, reason: str
) -> None:
    """Notes a passkey that was refused in the audit, some a minute, and counts none."""
    where = tokens.digest(place)
    with store.database.base.transaction():
        repeats.note(
            f"passkey {where if user is None else user.id}",
            Action.SIGN_IN_FAILED,
            _of(user),
            authority=authority if user is None else user.authority,
            by=NOT_SIGNED_IN,
            at=at,
            wrong="passkey",
            reason=reason,
            place=where[:16],
        )


# --- Both ----------------------------------------------------------------------------


def succeeded(made: Attempt) -> None:
    """Forgets the failures of the account, inside a transaction."""
    _forget_old(made, made.account)


def unlock(user: User, *, act: Act) -> None:
    """Forgets the failures of an account, so that nothing is slowed down any more."""
    own = [tokens.digest(user.email.lower()), in_session(user, at=act.at).account]
    with store.database.base.transaction():
        store.accounts.failures.forget(act.at - FAILURES_COUNT_FOR, *own)
        act.note(Action.USER_UNLOCKED, subject(user))


def in_minutes(until: datetime, at: datetime) -> str:
    """How long it is until a moment, in words for a refusal."""
    minutes = -(-int((until - at).total_seconds()) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def _forget_old(made: Attempt, *accounts: str) -> None:
    store.accounts.failures.forget(made.at - FAILURES_COUNT_FOR, *accounts)


def _of(user: User | None) -> str:
    return "no account" if user is None else subject(user)


def _note_failed(made: Attempt, kind: Kind, user: User | None) -> None:
    store.accounts.audit.write(
        authority=made.authority if user is None else user.authority,
        at=made.at,
        by=NOT_SIGNED_IN,
        action=Action.SIGN_IN_FAILED,
        subject=_of(user),
        wrong=kind,
        account=made.account[:16],
        place=made.place[:16],
    )


def _note_slowed(made: Attempt, of: str, who: str, user: User | None = None) -> None:
    repeats.note(
        of,
        Action.SIGN_IN_SLOWED,
        who,
        authority=made.authority if user is None else user.authority,
        by=NOT_SIGNED_IN,
        at=made.at,
        account=made.account[:16],
        place=made.place[:16],
    )
