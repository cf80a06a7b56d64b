"""Agreements with those who receive data, and gateways that are suspended.

An agreement is proposed by one user and signed by another. A gateway that stands by law
is suspended by the asset owner.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.agreements import State, Terms
from tracker.domain.law.gateways import PartyKind
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.work.items import shaped


class Agreement(Model):
    """One agreement with one party, by one gateway.

    ``party`` is an institution's key, an authority's code, or the name in small
    letters. ``ended_on`` ends it before its time.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        base.one_of("party_kind", PartyKind),
        base.at_and_by("signed"),
        base.at_and_by("declined"),
        CheckConstraint("signed_by <> proposed_by", name="two_people"),
        CheckConstraint("ends >= starts", name="days"),
        Index("uq_agreements_reference", "authority", "reference", unique=True),
        Index("ix_agreements_party", "authority", "gateway", "party"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    reference: Mapped[str]
    gateway: Mapped[str]
    party_kind: Mapped[str]
    party: Mapped[str]
    party_name: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    conditions: Mapped[str] = mapped_column(default="")
    starts: Mapped[date]
    ends: Mapped[date | None]
    review_on: Mapped[date]
    proposed_by: Mapped[str]
    proposed_at: Mapped[Moment]
    signed_by: Mapped[str | None]
    signed_at: Mapped[MaybeMoment]
    declined_by: Mapped[str | None]
    declined_at: Mapped[MaybeMoment]
    ended_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")

    @property
    def terms(self) -> Terms:
        """The terms, for the domain."""
        return Terms(
            reference=self.reference,
            gateway=self.gateway,
            fields=frozenset(self.fields),
            starts=self.starts,
            ends=self.ends,
            signed=self.signed_at is not None,
            declined=self.declined_at is not None,
            ended_on=self.ended_on,
            review_on=self.review_on,
        )

    def state(self, on: date) -> State:
        """Its state on a day."""
        return self.terms.state(on)

    def has_run_out(self, on: date) -> bool:
        """Whether its last day has passed, signed or not."""
        return self.terms.has_run_out(on)

    def is_live(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.state(on) is State.LIVE


def of_party(gateway: str, party: str, *, within: Scope) -> Sequence[Agreement]:
    """The agreements with a party by a gateway, in order of their first day."""
    return base.every(
        select(Agreement)
        .where(
            Agreement.authority.in_(within.authorities),
            Agreement.gateway == gateway,
            Agreement.party == party,
        )
        .order_by(Agreement.starts, Agreement.id)
    )


def by_gateway(gateway: str, *, within: Scope) -> Sequence[Agreement]:
    """The agreements with any party by a gateway, in order of their first day."""
    return base.every(
        select(Agreement)
        .where(
            Agreement.authority.in_(within.authorities), Agreement.gateway == gateway
        )
        .order_by(Agreement.starts, Agreement.id)
    )


def get(number: int, *, within: Scope) -> Agreement | None:
    """The agreement with that number."""
    return base.first(
        select(Agreement).where(
            Agreement.id == number, Agreement.authority.in_(within.authorities)
        )
    )


def lock(number: int, *, within: Scope) -> Agreement | None:
    """The same as stored now, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(Agreement).where(
                Agreement.id == number, Agreement.authority.in_(within.authorities)
            )
        )
    )


def by_reference(reference: str, *, within: Scope) -> Agreement | None:
    """The agreement with that reference."""
    return base.first(
        select(Agreement).where(
            Agreement.reference == reference,
            Agreement.authority.in_(within.authorities),
        )
    )


def every(*, within: Scope) -> Sequence[Agreement]:
    """All agreements, those to be reviewed first at the top."""
    return base.every(
        select(Agreement)
        .where(Agreement.authority.in_(within.authorities))
        .order_by(Agreement.review_on, Agreement.id)
    )


def reviews(*, within: Scope) -> Any:
    """The reviews of signed agreements as work items, due on the day of the review."""
    return select(
        *shaped(
            id=Agreement.id,
            about=Agreement.party_name,
            why=func.concat("Review agreement ", Agreement.reference),
            since=Agreement.signed_at,
            due=Agreement.review_on,
        )
    ).where(
        Agreement.authority.in_(within.authorities),
        Agreement.signed_at.is_not(None),
        Agreement.ended_on.is_(None),
    )


class Suspension(Model):
    """One suspension of a gateway. It holds from ``starts`` until it is lifted."""

    __tablename__ = "gateway_suspensions"
    __table_args__ = (
        base.at_and_by("lifted"),
        CheckConstraint("reason <> ''", name="reason"),
        Index("ix_gateway_suspensions_gateway", "authority", "gateway"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    gateway: Mapped[str]
    starts: Mapped[date]
    reason: Mapped[str]
    suspended_by: Mapped[str]
    suspended_at: Mapped[Moment]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[MaybeMoment] = mapped_column(default=None)


def suspensions(*, within: Scope) -> Sequence[Suspension]:
    """All suspensions that were not lifted, the oldest first."""
    return base.every(
        select(Suspension)
        .where(
            Suspension.authority.in_(within.authorities),
            Suspension.lifted_at.is_(None),
        )
        .order_by(Suspension.id)
    )


def suspended_since(gateway: str, *, within: Scope) -> date | None:
    """The first day of the suspension of a gateway that was not lifted, or None."""
    found = base.repeated(
        "SELECT starts FROM gateway_suspensions"
        " WHERE authority = ANY(%s) AND gateway = %s AND lifted_at IS NULL",
        list(within.authorities),
        gateway,
    )
    return found[0][0] if found else None


def suspension_of(gateway: str, *, within: Scope) -> Suspension | None:
    """The suspension of a gateway that was not lifted, whether or not it has begun."""
    return base.first(
        select(Suspension).where(
            Suspension.authority.in_(within.authorities),
            Suspension.gateway == gateway,
            Suspension.lifted_at.is_(None),
        )
    )
