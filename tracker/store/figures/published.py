"""DfE's published tables: each year that was loaded, its source and its rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ForeignKeyConstraint, SmallInteger, delete, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.figures.published import PublishedRow
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import Moment


class PublishedTable(Model):
    """One year of a kind of table, as last loaded. ``digest`` is that of the file."""

    __tablename__ = "published_tables"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]
    digest: Mapped[str]
    rows: Mapped[int]
    loaded_at: Mapped[Moment]
    loaded_by: Mapped[str]


class PublishedFigures(Model):
    """The figures of one area in a year's table. They are about no single person."""

    __tablename__ = "published_figures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["year", "kind"], ["published_tables.year", "published_tables.kind"]
        ),
    )

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    name: Mapped[str]
    region: Mapped[str | None]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)


#: The columns of a row.
_OF_AREA = ("year", "area", "level", "name", "region")
#: The parts of a row that are kept in ``figures``.
_PARTS = ("counts", "percents", "changes", "quintiles", "symbols")
#: The parts that are figures for comparison.
_FIGURES = ("counts", "percents")


def tables() -> Sequence[PublishedTable]:
    """The tables that are stored, the newest year first."""
    return base.every(
        select(PublishedTable).order_by(PublishedTable.year.desc(), PublishedTable.kind)
    )


def figures_of(rows: Iterable[PublishedRow]) -> int:
    """The number of figures for comparison in these rows."""
    return sum(len(getattr(row, name)) for row in rows for name in _FIGURES)


def size(year: int, kind: str) -> tuple[int, int] | None:
    """The numbers of areas and figures stored for a year, or None."""
    rows = [row for _, row in _read(_is(PublishedFigures, year, kind))]
    return (len(rows), figures_of(rows)) if rows else None


def replace(table: PublishedTable, rows: Iterable[PublishedRow]) -> bool:
    """Replaces the stored table of a year; returns whether there was one."""
    of = (table.year, table.kind)
    db.session.execute(delete(PublishedFigures).where(_is(PublishedFigures, *of)))
    before = db.session.execute(
        delete(PublishedTable)
        .where(_is(PublishedTable, *of))
        .returning(PublishedTable.year)
    ).all()
    db.session.add(table)
    db.session.flush()
    db.session.execute(
        insert(PublishedFigures),
        [
            {
                "kind": table.kind,
                **{name: getattr(row, name) for name in _OF_AREA},
                "figures": {name: dict(getattr(row, name)) for name in _PARTS},
            }
            for row in rows
        ],
    )
    return bool(before)


def of_areas(areas: Iterable[str]) -> list[tuple[str, PublishedRow]]:
    """All stored rows of these areas, each with its kind of table."""
    return _read(PublishedFigures.area.in_(list(areas)))


def of_years(years: Iterable[int]) -> list[tuple[str, PublishedRow]]:
    """All areas' rows of these years, each with its kind of table."""
    return _read(PublishedFigures.year.in_(list(years)))


def _is(model: Any, year: int, kind: str) -> Any:
    return (model.year == year) & (model.kind == kind)


def _read(condition: Any) -> list[tuple[str, PublishedRow]]:
    found = db.session.execute(
        select(PublishedFigures.__table__)
        .where(condition)
        .order_by(PublishedFigures.year, PublishedFigures.area, PublishedFigures.kind)
    )
    return [
        (
            row.kind,
            PublishedRow(
                **{name: getattr(row, name) for name in _OF_AREA},
                **{name: row.figures[name] for name in _PARTS},
            ),
        )
        for row in found
    ]
