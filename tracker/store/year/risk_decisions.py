"""What was decided about the risk of a young person, by which user and when.

Each decision is kept, and the newest holds. Agreed support is the plan that was agreed
with the young person: its actions have owners, days and outcomes (decision 0201).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model
from tracker.store.casework.plans import Plan
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment
from tracker.store.people import records


class Decision(StrEnum):
    """What a person decided; a score decides nothing."""

    AGREED = "support agreed"
    NOT_NEEDED = "no support needed"


class RiskDecision(Model):
    """A decision about one young person, with the plan or the reason."""

    __tablename__ = "risk_decisions"
    __table_args__ = (
        base.one_of("decision", Decision),
        CheckConstraint(
            f"(decision = '{Decision.AGREED}') = (plan_id IS NOT NULL)"
            f" AND (decision = '{Decision.NOT_NEEDED}') = (reason <> '')",
            name="grounds",
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    decision: Mapped[str]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Moment]
    decided_by: Mapped[str]


def of(person: int) -> Sequence[RiskDecision]:
    """Every decision about one young person, the newest first."""
    return base.every(
        select(RiskDecision)
        .where(RiskDecision.person_id.in_(records.under(person)))
        .order_by(RiskDecision.decided_at.desc(), RiskDecision.id.desc())
    )


def newest_of(persons: Iterable[int]) -> dict[int, RiskDecision]:
    """The newest decision about each of these young people who has one."""
    root = "COALESCE(p.merged_into, p.id)"
    numbers = base.lookup(
        f"SELECT DISTINCT ON ({root}) {root}, d.id FROM risk_decisions d"
        f" JOIN people p ON p.id = d.person_id WHERE {root} = ANY(%s)"
        f" ORDER BY {root}, d.decided_at DESC, d.id DESC",
        list(persons),
    )
    rows = base.every(
        select(RiskDecision).where(RiskDecision.id.in_(list(numbers.values())))
    )
    by_number = {each.id: each for each in rows}
    return {person: by_number[number] for person, number in numbers.items()}


def states(persons: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """The newest decision about each of these who has one, and whether its plan stands.

    For a long list, which shows the rest of a few of them alone.
    """
    root = "COALESCE(p.merged_into, p.id)"
    return {
        person: (decision, stands)
        for person, decision, stands in base.stream(
            f"SELECT DISTINCT ON ({root}) {root}, d.decision,"
            " a.id IS NOT NULL AND a.ended_at IS NULL FROM risk_decisions d"
            " JOIN people p ON p.id = d.person_id LEFT JOIN plans a ON a.id = d.plan_id"
            f" WHERE {root} = ANY(%s) ORDER BY {root}, d.decided_at DESC, d.id DESC",
            list(persons),
        )
    }


def plans(numbers: Iterable[int]) -> dict[int, Plan]:
    """The plans of decisions, by their number, with their actions."""
    found = base.every(select(Plan).where(Plan.id.in_(list(numbers))))
    return {each.id: each for each in found}
