"""The council's improvement plan: every version is kept, and the newest counts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.figures.improvement_plan import ImprovementPlan
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, Moment


class StoredPlan(Model):
    """One version of a plan, as it was saved. It is about no young person."""

    __tablename__ = "improvement_plans"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    plan: Mapped[dict[str, Any]] = mapped_column(JSONB)
    saved_at: Mapped[Moment]
    saved_by: Mapped[str]

    @property
    def read(self) -> ImprovementPlan:
        """The plan itself."""
        return ImprovementPlan.from_json(self.plan)


def versions(*, within: Scope) -> Sequence[StoredPlan]:
    """Every version, the newest first."""
    return base.every(
        select(StoredPlan)
        .where(StoredPlan.authority.in_(base.whole(within)))
        .order_by(StoredPlan.id.desc())
    )


def newest(*, within: Scope) -> StoredPlan | None:
    """The version that counts, or None where no plan was ever saved."""
    return base.first(
        select(StoredPlan)
        .where(StoredPlan.authority.in_(base.whole(within)))
        .order_by(StoredPlan.id.desc())
        .limit(1)
    )
