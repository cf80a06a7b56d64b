"""The link between an account and a user at a provider.

A linked account is signed in by its provider alone: a password of its own would outlive
the groups that give it a role.

See decision 0153.
"""

from datetime import datetime

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.own_acts import subject
from tracker.actions.act import Act
from tracker.extensions import db
from tracker.sign_on.claims import Claimed
from tracker.sign_on.provider import Provider
from tracker.store.accounts.audit import Action
from tracker.store.accounts.single_sign_on import Identity
from tracker.store.accounts.users import User


def actor(provider: Provider) -> str:
    """How the audit names a provider that changes something."""
    return f"single sign-on {provider.key}"


def act_of(provider: Provider, user: User, *, at: datetime) -> Act:
    """What a provider does to the account of a user."""
    return Act(by=actor(provider), at=at, on=at.date(), authority=user.authority)


def wait_for_account(email: str) -> None:
    """Lets two users of providers link one account one after the other."""
    store.database.base.wait_for(f"account of {email.lower()}")


def wait_for_sessions(issuer: str) -> None:
    """Lets no session of an issuer begin while others end, in this transaction."""
    store.database.base.wait_for(f"sessions of {issuer}")


def session_names(issuer: str, subject: str, sid: str) -> list[str]:
    """The digests by which an ended session at a provider is remembered.

    A log-out of one session names it alone, and one of a user names all of them.
    """
    named = [f"session {issuer} {sid}"] if sid else []
    if not sid and subject:
        named.append(f"user {issuer} {subject}")
    return [tokens.digest(f"ended {each}") for each in named]


def link(user: User, claimed: Claimed, provider: Provider, *, act: Act) -> Identity:
    """Links an account, inside a transaction; it loses its password and its links."""
    made = Identity(
        user_id=user.id,
        user=user,
        provider=provider.key,
        issuer=claimed.issuer,
        subject=claimed.subject,
        linked_at=act.at,
    )
    db.session.add(made)
    user.provider = provider.key
    user.password = user.password_set_at = user.password_set_by = None
    store.accounts.links.end(user.id, act.at)
    store.accounts.sessions.end_everywhere(user.id, act.at)
    db.session.flush()
    act.note(Action.PROVIDER_LINKED, subject(user), provider=provider.key)
    return made


def unlink(user: User, *, act: Act) -> None:
    """Ends the link, inside a transaction; the user can be given a password again."""
    found = store.accounts.single_sign_on.identity_of(user)
    if found is None:
        return
    was, user.provider = found.provider, None
    store.accounts.sessions.end_everywhere(user.id, act.at)
    store.accounts.single_sign_on.forget(found)
    act.note(Action.PROVIDER_UNLINKED, subject(user), provider=was)
