"""Plans agreed with young people, their actions, and what of them waits as work.

A plan is never overwritten: a new one ends the one that stood. See decision 0201.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from tracker.access import Scope
from tracker.domain.casework.plan import ActionOutcome, Actor, Ending
from tracker.extensions import Model
from tracker.store.casework import caseloads
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import person_items, records
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


class PlanAction(Model):
    """What one party does by a day; of a provider it is a referral, with consent."""

    __tablename__ = "plan_actions"
    __table_args__ = (
        base.one_of("actor", Actor),
        base.one_of("outcome", ActionOutcome),
        base.at_and_by("done"),
        # No referral without the young person's consent.
        CheckConstraint(
            f"(actor = '{Actor.PROVIDER}') = (consent_on IS NOT NULL)", name="consent"
        ),
    )

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    place: Mapped[int]
    actor: Mapped[str]
    what: Mapped[str]
    due: Mapped[date]
    provider: Mapped[str] = mapped_column(default="")
    consent_on: Mapped[date | None]
    outcome: Mapped[str | None]
    done_at: Mapped[MaybeMoment]
    done_by: Mapped[str | None]

    @property
    def is_referral(self) -> bool:
        return self.actor == Actor.PROVIDER


class Plan(Model):
    """What was agreed with one young person, tied to the record it was made for."""

    __tablename__ = "plans"
    __table_args__ = (base.one_of("ending", Ending), base.at_and_by("ended"))

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    wants: Mapped[str]
    agreed_on: Mapped[date]
    signed_on: Mapped[date | None]
    review_on: Mapped[date]
    written_at: Mapped[Moment]
    written_by: Mapped[str]
    ending: Mapped[str | None]
    ended_at: Mapped[MaybeMoment]
    ended_by: Mapped[str | None]

    actions: Mapped[list[PlanAction]] = relationship(
        order_by="PlanAction.place", lazy="selectin"
    )

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def open_actions(self) -> list[PlanAction]:
        """The actions without an outcome, the earliest due first."""
        waiting = [each for each in self.actions if each.done_at is None]
        return sorted(waiting, key=lambda each: (each.due, each.place))


def of(person: int) -> Sequence[Plan]:
    """Every plan of one person, on whichever of their records, the newest first."""
    return base.every(
        select(Plan)
        .where(Plan.person_id.in_(records.under(person)))
        .order_by(Plan.agreed_on.desc(), Plan.id.desc())
    )


def of_person(number: int, person: int) -> Plan | None:
    """The plan with that number, or None where it is not one of this person."""
    return base.first(
        select(Plan).where(Plan.id == number, Plan.person_id.in_(records.under(person)))
    )


def action_items(*, within: Scope, users: Collection[int] | None = None) -> Any:
    """The actions that advisers do, as work items.

    With ``users`` only those of people in their caseloads.
    """
    which = PlanAction.actor == Actor.ADVISER
    return _items(which, PlanAction.what, within, users)


def referral_items(*, within: Scope, users: Collection[int] | None = None) -> Any:
    """The referrals, as work items: what the provider answered is to be found out."""
    why = func.concat("Referral to ", PlanAction.provider, ": ", PlanAction.what)
    return _items(PlanAction.actor == Actor.PROVIDER, why, within, users)


def _items(
    which: ColumnElement[bool], why: Any, within: Scope, users: Collection[int] | None
) -> Any:
    """Actions as work items: done ones, and open ones of plans that stand."""
    done = PlanAction.done_at
    return _about_person(
        within,
        users,
        id=PlanAction.id,
        other=Plan.id,
        why=why,
        due=PlanAction.due,
        done_by=PlanAction.done_by,
        done_at=done,
    ).where(
        PlanAction.plan_id == Plan.id,
        which,
        or_(Plan.ended_at.is_(None), done.is_not(None)),
    )


def review_items(*, within: Scope, users: Collection[int] | None = None) -> Any:
    """The reviews of plans that stand, as work items."""
    signed = case((Plan.signed_on.is_(None), ", which is not signed yet"), else_="")
    return _about_person(
        within,
        users,
        id=Plan.id,
        why=func.concat("Review of the plan", signed),
        due=Plan.review_on,
    ).where(Plan.ended_at.is_(None))


def _about_person(within: Scope, users: Collection[int] | None, **columns: Any) -> Any:
    """A query of items about the person of each plan, owned by their adviser."""
    made_for, person = aliased(Person), aliased(Person)
    query = (
        select(
            *shaped(
                person_id=person.id,
                owner_id=caseloads.owner_of(person),
                since=Plan.written_at,
                **columns,
            )
        )
        .select_from(Plan)
        .join(made_for, made_for.id == Plan.person_id)
        .join(person, person.id == func.coalesce(made_for.merged_into, made_for.id))
        .where(Plan.authority.in_(base.whole(within)), person_items.is_listed(person))
    )
    if users is not None:
        query = query.where(Plan.person_id.in_(caseloads.records_of(users)))
    return query
