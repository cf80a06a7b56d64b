"""A new beginning for a user who has lost every second factor."""

from tracker import store
from tracker.actions.accounts import links
from tracker.actions.accounts.links import Invited
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User


def begin(user: User, *, act: Act) -> Invited:
    """A link with which the user chooses a new password and sets up new factors.

    Nothing changes before the user opens it: to cause it weakens no account, and
    it goes to the user alone.
    """
    with store.database.base.transaction():
        secret = links.new(user, act, resets_factors=True)
        act.note(Action.FACTORS_RESET_BEGUN, subject(user))
    return Invited(user, secret)
