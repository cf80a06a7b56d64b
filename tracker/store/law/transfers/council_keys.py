"""The keys of other councils, each compared by its fingerprint with its owner."""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, LargeBinary, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class CouncilKey(Model):
    """A key of the authority ``party``, entered under an agreement with it."""

    __tablename__ = "council_keys"
    __table_args__ = (
        base.at_and_by("ended"),
        Index(
            "uq_council_keys_live",
            "authority",
            "fingerprint",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    party: Mapped[AuthorityCode]
    fingerprint: Mapped[str] = mapped_column(String(64))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    entered_at: Mapped[Moment]
    entered_by: Mapped[str]
    ended_at: Mapped[MaybeMoment]
    ended_by: Mapped[str | None]


def live(*, within: Scope) -> Sequence[CouncilKey]:
    """The keys that are in use, by council and then the newest first."""
    return base.every(
        select(CouncilKey)
        .where(
            CouncilKey.authority.in_(base.whole(within)), CouncilKey.ended_at.is_(None)
        )
        .order_by(CouncilKey.party, CouncilKey.id.desc())
    )


def get(number: int, *, within: Scope) -> CouncilKey | None:
    """The key with that number, in use or ended."""
    return base.of_number(CouncilKey, number, base.whole(within))
