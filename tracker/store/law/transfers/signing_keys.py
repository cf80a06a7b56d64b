"""The keys with which an authority signs its transfer files: one at a time.

A retired key keeps its public half, so that a file of ours is still known as such.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.database import base, installation
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.database.sealed_columns import SealedColumn

#: The secret halves, which are encrypted with the keys of the installation.
SECRETS = SealedColumn("signing_keys", "secret")


class SigningKey(Model):
    """A key of an authority. The ``secret`` is deleted when it is retired."""

    __tablename__ = "signing_keys"
    __table_args__ = (
        base.at_and_by("retired"),
        CheckConstraint("secret IS NULL OR retired_at IS NULL", name="secret"),
        Index(
            "uq_signing_keys_live",
            "authority",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    fingerprint: Mapped[str] = mapped_column(String(64))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[Moment]
    made_by: Mapped[str]
    retired_at: Mapped[MaybeMoment]
    retired_by: Mapped[str | None]


def live(authority: str) -> SigningKey | None:
    """The key that signs for an authority, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(SigningKey).where(
                SigningKey.authority == authority, SigningKey.retired_at.is_(None)
            )
        )
    )


def every(authority: str) -> Sequence[SigningKey]:
    """Every key of an authority, the newest first."""
    return base.every(
        select(SigningKey)
        .where(SigningKey.authority == authority)
        .order_by(SigningKey.id.desc())
    )


def add(
    authority: str,
    *,
    fingerprint: str,
    public: bytes,
    secret: bytes,
    at: datetime,
    by: str,
) -> SigningKey:
    """Stores a new key, whose secret half is encrypted."""
    (number,) = base.reserve("signing_keys_id_seq", 1)
    key = SigningKey(
        id=number,
        authority=authority,
        fingerprint=fingerprint,
        public=public,
        secret=SECRETS.encrypt(installation.keys(), secret, row=number),
        made_at=at,
        made_by=by,
    )
    base.insert(key)
    return key


def opened(key: SigningKey) -> bytes:
    """The secret half of a key that is not retired. Raises encryption.NotOpened."""
    assert key.secret is not None
    return SECRETS.decrypt(installation.keys(), key.secret, row=key.id)
