"""Settings that an authority chooses for itself while the service runs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import cached
from tracker.store.database.base import AuthorityCode


class Setting(Model):
    """One setting that the authority chose. A setting never chosen has no row."""

    __tablename__ = "settings"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)


def chosen(authority: str) -> Mapping[str, Any]:
    """All settings that an authority has chosen, by name."""
    return cached.once(
        ("settings", authority),
        lambda: {
            row.name: row.value
            for row in db.session.execute(
                select(Setting.name, Setting.value).filter_by(authority=authority)
            )
        },
    )


def choose(authority: str, name: str, value: Any) -> None:
    """Stores a setting in the current transaction."""
    cached.renew()
    db.session.execute(
        insert(Setting)
        .values(authority=authority, name=name, value=value)
        .on_conflict_do_update(
            index_elements=["authority", "name"], set_={"value": value}
        )
    )
