"""Which indicators hold for pupils on a day: stored beside their positions, no points.

A stored derivation, one row for each pupil of Years 9 to 13 and day. It is deleted with
the positions of the same people and days. The points that a council gives are its own
text, so a change of them makes nothing here stale. See decision 0251.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Index, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode


class IndicatorRow(Model):
    """A pupil on a day: the indicators that hold, and those that no source states."""

    __tablename__ = "indicator_rows"
    __table_args__ = (
        Index("ix_indicator_rows_person", "person_id"),
        Index("ix_indicator_rows_year_group", "authority", "as_of", "year_group"),
        Index("ix_indicator_rows_seen_by", "authority", "as_of", "seen_by"),
    )

    as_of: Mapped[date] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority: Mapped[AuthorityCode]
    year_group: Mapped[int] = mapped_column(SmallInteger)
    holds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    not_known: Mapped[list[str]] = mapped_column(ARRAY(Text))
    # Where they are (key): a long list is not to look for it among all positions.
    institution: Mapped[str | None]
    # The school or college (key) whose own pupil they are, as far as it may know.
    seen_by: Mapped[str | None]
    form_group: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class New:
    """A row to store. The fields are those of ``IndicatorRow``."""

    as_of: date
    person: int
    authority: str
    year_group: int
    holds: Sequence[str]
    not_known: Sequence[str]
    institution: str | None
    seen_by: str | None
    form_group: str | None


def write(rows: Iterable[New]) -> int:
    """Stores rows; none of them may be stored for its day yet."""
    return base.copy_into(
        "indicator_rows (as_of, person_id, authority, year_group, holds, not_known,"
        " institution, seen_by, form_group)",
        (
            (
                *(each.as_of, each.person, each.authority, each.year_group),
                *(_array(each.holds), _array(each.not_known)),
                *(each.institution, each.seen_by, each.form_group),
            )
            for each in rows
        ),
    )


def _array(names: Iterable[str]) -> str:
    """As PostgreSQL writes an array; names have nothing in them to be quoted."""
    return f"{{{','.join(names)}}}"


def forget_before(authority: str, day: date) -> None:
    """Deletes an authority's rows of all days before ``day``."""
    base.run(
        "DELETE FROM indicator_rows WHERE authority = %s AND as_of < %s",
        [authority, day],
    )
