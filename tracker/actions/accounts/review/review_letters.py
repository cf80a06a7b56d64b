"""Letters about the review of accounts: written by the nightly run, sent by the worker.

The nightly run does not know the mail server. What waits is the kind of letter and its
user, and nothing that opens an account.
"""

from datetime import datetime, timedelta
from pathlib import Path

from tracker import store
from tracker.extensions import db
from tracker.mail import MailServer, NotSent, send_letter
from tracker.store.accounts.reviews import AccountLetter
from tracker.store.accounts.users import User

OPENED, REMINDER, CLOSED = "review_opened", "review_reminder", "review_closed"
_SUBJECTS = {
    OPENED: "Accounts to confirm at {organisation}",
    REMINDER: "Accounts still to confirm at {organisation}",
    CLOSED: "Your account at {organisation} was closed",
}
#: A letter that could not be sent for so long has lost its meaning.
_KEPT_FOR = timedelta(days=7)
_AT_ONCE = 20


def write(user: User, letter: str, *, at: datetime) -> None:
    """Adds a letter to those that wait, in the current transaction."""
    db.session.add(AccountLetter(user_id=user.id, letter=letter, made_at=at))


def send_waiting(
    server: MailServer | None, *, address: str, organisation: str, at: datetime
) -> int:
    """Sends letters that wait; returns how many were sent. Without a server they go.

    A letter whose server does not answer waits for the next time.
    """
    sent = 0
    with store.database.base.transaction():
        store.accounts.reviews.forget_letters(at if server is None else at - _KEPT_FOR)
        if server is None:
            return 0
        for letter, user in store.accounts.reviews.waiting_letters(_AT_ONCE):
            try:
                send_letter(
                    server,
                    to=user.email,
                    subject=_SUBJECTS[letter.letter].format(organisation=organisation),
                    letter=Path(__file__).with_name(f"{letter.letter}.txt"),
                    name=user.name,
                    organisation=organisation,
                    link=f"{address}/accounts-to-confirm",
                )
            except NotSent:
                break
            db.session.delete(letter)
            sent += 1
    return sent
