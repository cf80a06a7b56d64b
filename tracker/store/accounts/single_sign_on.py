"""The identities of users at their providers, and the sessions begun there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Model, db
from tracker.store.accounts.sessions import SignedIn
from tracker.store.accounts.users import User
from tracker.store.database import base
from tracker.store.database.base import Key, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: The token that states a sign-in; the provider wants it again to sign the user out.
STATEMENTS = SealedColumn("provider_sessions", "id_token")
#: A secret is refused as too old before it is forgotten.
_REMEMBERED_FOR = timedelta(hours=1)


class Identity(Model):
    """A user at a provider. The subject never passes to another user there."""

    __tablename__ = "provider_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    provider: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    linked_at: Mapped[Moment]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ProviderSession(Model):
    """The session at the provider by which one of ours began."""

    __tablename__ = "provider_sessions"

    id: Mapped[Key]
    session: Mapped[str] = mapped_column(
        String(64), ForeignKey("signed_in.digest"), unique=True
    )
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("provider_identities.id", ondelete="CASCADE"), index=True
    )
    sid: Mapped[str]
    id_token: Mapped[bytes | None] = mapped_column(LargeBinary)

    identity: Mapped[Identity] = relationship(lazy="joined", innerjoin=True)


class UsedSecret(Model):
    """A secret that may be used once, or a session that ended, as a digest."""

    __tablename__ = "provider_secrets_used"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[Moment] = mapped_column(index=True)


def identity(issuer: str, subject: str) -> Identity | None:
    """The identity with that subject at an issuer."""
    return base.first(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    )


def identity_of(user: User) -> Identity | None:
    """The identity of a user, None for a user who signs in here."""
    return base.first(select(Identity).where(Identity.user_id == user.id))


def session_of(digest: str) -> ProviderSession | None:
    """The session at a provider by which a session here began."""
    return base.first(select(ProviderSession).where(ProviderSession.session == digest))


def forget(identity: Identity) -> None:
    """Removes an identity with its sessions, inside a transaction."""
    db.session.delete(identity)
    db.session.flush()


def use_once(digest: str, at: datetime) -> bool:
    """Marks a secret as used, inside a transaction; False if it was used before."""
    db.session.execute(delete(UsedSecret).where(UsedSecret.at < at - _REMEMBERED_FOR))
    added = db.session.execute(
        insert(UsedSecret)
        .values(digest=digest, at=at)
        .on_conflict_do_nothing()
        .returning(UsedSecret.digest)
    )
    return added.scalar_one_or_none() is not None


def mark_ended(digest: str, at: datetime) -> None:
    """Notes when a session at a provider ended, inside a transaction."""
    added = insert(UsedSecret).values(digest=digest, at=at)
    db.session.execute(
        added.on_conflict_do_update(index_elements=["digest"], set_={"at": at})
    )


def ended_after(digests: Sequence[str], moment: datetime) -> bool:
    """Whether one of these sessions at a provider ended after a moment."""
    return (
        base.total(UsedSecret, UsedSecret.digest.in_(digests), UsedSecret.at > moment)
        > 0
    )


def open_sessions(issuer: str, *, subject: str, sid: str) -> Sequence[SignedIn]:
    """The sessions that a log-out at a provider ends: those of ``sid`` where it is
    given, and of ``subject`` where that is.

    A session that began without a ``sid`` is ended by its subject.
    """
    found = (
        select(SignedIn)
        .join(ProviderSession, ProviderSession.session == SignedIn.digest)
        .join(Identity, Identity.id == ProviderSession.identity_id)
        .where(Identity.issuer == issuer, SignedIn.ended_at.is_(None))
    )
    if sid:
        meant = [sid, ""] if subject else [sid]
        found = found.where(ProviderSession.sid.in_(meant))
    if subject:
        found = found.where(Identity.subject == subject)
    return base.every(found)


def forget_statements(digests: Sequence[str]) -> None:
    """Removes the tokens of sessions that have ended."""
    db.session.execute(
        update(ProviderSession)
        .where(ProviderSession.session.in_(digests))
        .values(id_token=None)
    )
