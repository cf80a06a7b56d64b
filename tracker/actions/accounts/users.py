"""User accounts: invited, changed, closed and opened again."""

import re

from sqlalchemy.exc import IntegrityError

from tracker import store
from tracker.access import ROLES, Permission, authority_scope
from tracker.actions.accounts import links, provider
from tracker.actions.accounts.links import Invited
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.accounts.users import User

#: This program sends nothing to it: it only has to look like an address.
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}\.[^\s@<>\".]{2,}")
TAKEN = "There is already an account with that email address."


def is_address(text: str) -> bool:
    """Whether a text looks like an email address."""
    return _EMAIL.fullmatch(text.strip()) is not None


def invite(
    *, email: str, name: str, role: str, institution: str | None, act: Act
) -> Invited:
    """Creates an account that waits for its password. Raises Refusal."""
    if not is_address(email):
        raise Refusal("Enter a full email address, like name@example.org.", "email")
    if store.accounts.users.by_email(email) is not None:
        raise Refusal(TAKEN, "email")
    if ROLES[role].of_institution != (institution is not None):
        raise Refusal(
            f"Select the school or college of the {ROLES[role].title.lower()}."
            if institution is None
            else "Only a school or college user can have a school or college.",
            "institution",
        )
    with store.database.base.transaction():
        user = User(
            authority=act.authority,
            email=email.strip(),
            name=" ".join(name.split()),
            role=role,
            institution=institution,
            invited_at=act.at,
        )
        add(user)
        secret = links.new(user, act)
        act.note(Action.USER_INVITED, subject(user), role=role)
    return Invited(user, secret)


def add(user: User) -> None:
    """Raises Refusal if another administrator invites the same address just now."""
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:
        if (
            store.database.base.broken_rule(error)
            != store.accounts.users.ONE_FOR_AN_ADDRESS
        ):
            raise
        raise Refusal(TAKEN, "email") from error


def invite_again(user: User, *, act: Act) -> Invited:
    """A new link, for a lost password or an expired link; older links end.

    A user of an identity provider signs in with a password from then on.
    """
    with store.database.base.transaction():
        provider.linking.unlink(user, act=act)
        secret = links.new(user, act)
        act.note(Action.USER_REINVITED, subject(user))
    return Invited(user, secret)


def change(
    user: User, *, name: str, role: str, institution: str | None, act: Act
) -> None:
    """Gives a user another name, role or institution. Raises Refusal.

    With another role or institution they are signed out everywhere at once.
    """
    if ROLES[role].of_institution != (institution is not None):
        raise Refusal("Select the school or college they work at.", "institution")
    if not name.strip():
        raise Refusal("Enter their name.", "name")
    with store.database.base.transaction():
        must_stay(user, act.by, role=role)
        was, where = user.role, user.institution
        user.name = " ".join(name.split())
        user.role, user.institution = role, institution
        if (was, where) != (role, institution):
            store.accounts.sessions.end_everywhere(user.id, act.at)
        act.note(Action.USER_CHANGED, subject(user), role=role, was=was)


def close(user: User, *, act: Act, action: Action = Action.USER_CLOSED) -> None:
    """Closes an account; its user is signed out at once. Raises Refusal.

    ``action`` says in the audit how it came to be closed.
    """
    with store.database.base.transaction():
        must_stay(user, act.by, role=None)
        user.closed_at = act.at
        store.accounts.sessions.end_everywhere(user.id, act.at)
        store.accounts.links.end(user.id, act.at)
        act.note(action, subject(user))


def reopen(user: User, *, act: Act) -> None:
    """Opens a closed account again, with the password that it had.

    This confirms it: otherwise the review of the year would close it again.
    """
    with store.database.base.transaction():
        user.closed_at, user.kept_at = None, act.at
        act.note(Action.USER_REOPENED, subject(user))


def mark_needed(user: User, *, act: Act) -> None:
    """Records that a user needs the account, so that no question comes for a year."""
    with store.database.base.transaction():
        user.kept_at = act.at
        act.note(Action.USER_KEPT, subject(user))


def must_stay(user: User, by: str, *, role: str | None) -> None:
    """Refuses to let users shut themselves out, or the last administrator go.

    ``role`` is the user's new role, None if the account is closed. Raises Refusal.
    """
    # If two administrators close each other's accounts at once, one of them stays.
    store.database.base.wait_for(f"administrators of {user.authority}")
    if user.role == role:
        return
    if user.email.lower() == by.lower():
        raise Refusal(
            "You cannot close your own account. Ask another administrator."
            if role is None
            else "You cannot change your own role. Ask another administrator.",
            "role",
        )
    if Permission.MANAGE_USERS in user.does.permissions and user.is_active:
        scope = authority_scope(user.authority)
        keeps = role is not None and Permission.MANAGE_USERS in ROLES[role].permissions
        if not keeps and not any(
            each.id != user.id and each.is_active and each.may(Permission.MANAGE_USERS)
            for each in store.accounts.users.everybody(within=scope)
        ):
            raise Refusal(
                f"{user.name} is the only administrator. Invite another first.", "role"
            )
