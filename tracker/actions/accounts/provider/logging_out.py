"""Signing out at a provider: of a user who signs out here, and here of one who signs
out there.
"""

from datetime import datetime

from tracker import store
from tracker.actions.accounts import tokens
from tracker.actions.accounts.own_acts import subject
from tracker.actions.accounts.provider import linking
from tracker.encryption import Keys, NotOpened
from tracker.sign_on.claims import Logout
from tracker.sign_on.provider import Provider
from tracker.sign_on.refusals import NotSignedOn
from tracker.store.accounts.audit import Action
from tracker.store.accounts.sessions import SignedIn


def statement(session: SignedIn, *, keys: Keys) -> tuple[str, str] | None:
    """The provider of a session and the token that stated it; None for other sessions.

    To be read before the session ends. The token is empty where it is not kept.
    """
    found = store.accounts.single_sign_on.session_of(session.digest)
    if found is None:
        return None
    text = ""
    if found.id_token is not None:
        try:
            text = store.accounts.single_sign_on.STATEMENTS.decrypt(
                keys, found.id_token, row=found.id
            ).decode()
        except NotOpened:
            # Signing out works without it; the provider may ask the user.
            text = ""
    return found.identity.provider, text


def forget_statement(session: SignedIn) -> None:
    """Removes the token of a session that has ended."""
    with store.database.base.transaction():
        store.accounts.single_sign_on.forget_statements([session.digest])


def end_sessions(logout: Logout, provider: Provider, *, at: datetime) -> int:
    """Ends the sessions that a log-out at the provider is about; returns how many.

    Raises NotSignedOn if the same log-out was received before.
    """
    with store.database.base.transaction():
        secret = tokens.digest(f"log-out {logout.issuer} {logout.identifier}")
        if not store.accounts.single_sign_on.use_once(secret, at):
            raise NotSignedOn("state-used", provider)
        linking.wait_for_sessions(logout.issuer)
        for name in linking.session_names(logout.issuer, logout.subject, logout.sid):
            store.accounts.single_sign_on.mark_ended(name, logout.at)
        ended = store.accounts.single_sign_on.open_sessions(
            logout.issuer, subject=logout.subject, sid=logout.sid
        )
        for session in ended:
            session.ended_at = at
            act = linking.act_of(provider, session.user, at=at)
            act.note(Action.SIGNED_OUT_BY_PROVIDER, subject(session.user))
        store.accounts.single_sign_on.forget_statements([e.digest for e in ended])
    return len(ended)
