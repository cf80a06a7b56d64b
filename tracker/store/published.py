"""DfE's published tables: each year that was loaded, where it came from, its rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ForeignKey, SmallInteger, delete, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.published import PublishedRow
from tracker.extensions import Model, db
from tracker.store.base import Moment


class PublishedTable(Model):
    """One year of the table, as it was loaded last. ``digest`` is of the file."""

    __tablename__ = "published_tables"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    file: Mapped[str]
    digest: Mapped[str]
    rows: Mapped[int]
    loaded_at: Mapped[Moment]
    loaded_by: Mapped[str]


class PublishedFigures(Model):
    """What a year's table says of one area. They are nobody's records."""

    __tablename__ = "published_figures"

    year: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("published_tables.year"), primary_key=True
    )
    area: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name: Mapped[str]
    region: Mapped[str | None]
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)


#: What of a row is kept in ``told``.
_TOLD = ("counts", "percents", "changes", "quintiles", "symbols")


def tables() -> Sequence[PublishedTable]:
    """The years that are held, the newest first."""
    return list(
        db.session.scalars(select(PublishedTable).order_by(PublishedTable.year.desc()))
    )


def replace(table: PublishedTable, rows: Iterable[PublishedRow]) -> bool:
    """Stores a year in the place of whatever was held of it; whether there was any."""
    db.session.execute(
        delete(PublishedFigures).where(PublishedFigures.year == table.year)
    )
    before = db.session.execute(
        delete(PublishedTable)
        .where(PublishedTable.year == table.year)
        .returning(PublishedTable.year)
    ).all()
    db.session.add(table)
    db.session.flush()
    db.session.execute(
        insert(PublishedFigures),
        [
            {
                "year": row.year,
                "area": row.area,
                "level": row.level,
                "name": row.name,
                "region": row.region,
                "told": {name: dict(getattr(row, name)) for name in _TOLD},
            }
            for row in rows
        ],
    )
    return bool(before)


def of_areas(areas: Iterable[str]) -> list[PublishedRow]:
    """All that is held of these areas, the oldest year first."""
    return _read(PublishedFigures.area.in_(list(areas)))


def of_year(year: int) -> list[PublishedRow]:
    """Every area of one year."""
    return _read(PublishedFigures.year == year)


def _read(condition: Any) -> list[PublishedRow]:
    found = db.session.execute(
        select(
            PublishedFigures.year,
            PublishedFigures.area,
            PublishedFigures.level,
            PublishedFigures.name,
            PublishedFigures.region,
            PublishedFigures.told,
        )
        .where(condition)
        .order_by(PublishedFigures.year, PublishedFigures.area)
    )
    return [
        PublishedRow(
            year=row.year,
            level=row.level,
            area=row.area,
            name=row.name,
            region=row.region,
            **{name: row.told[name] for name in _TOLD},
        )
        for row in found
    ]
