"""The wards of an authority's postcodes: the table that was loaded, and its postcodes.

See decision 0253.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial

from sqlalchemy import SmallInteger, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model, db
from tracker.store.database import base, cached
from tracker.store.database.base import AuthorityCode, Moment
from tracker.store.database.cached import Latest


class WardTable(Model):
    """The table that an authority loaded last.

    ``year`` is that of the boundaries, if the file has it. ``wards`` and ``postcodes``
    are the numbers of those in the area.
    """

    __tablename__ = "ward_tables"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    files: Mapped[str]
    wards: Mapped[int]
    postcodes: Mapped[int]
    loaded_at: Mapped[Moment]
    loaded_by: Mapped[str]


class WardPostcode(Model):
    """A postcode of an authority's area, and the name of its ward."""

    __tablename__ = "ward_postcodes"

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    postcode: Mapped[str] = mapped_column(primary_key=True)
    ward: Mapped[str]


#: A new table has another transaction's number, which PostgreSQL never repeats.
MARK = (
    "SELECT (current_database(), max(xmin::text))::text FROM ward_tables"
    " WHERE authority = %s"
)

#: An authority has up to some ten thousand postcodes: a process reads them once.
_WARDS: defaultdict[str, Latest[Mapping[str, str]]] = defaultdict(Latest)


def table(authority: str) -> WardTable | None:
    """The table that an authority loaded last, None without one."""
    return base.first(select(WardTable).where(WardTable.authority == authority))


def by_postcode(authority: str) -> Mapping[str, str]:
    """The name of the ward of each postcode of an authority; empty before a load."""
    return _WARDS[authority].at(
        cached.once(("wards", authority), partial(_mark, authority)),
        lambda: base.lookup(
            "SELECT postcode, ward FROM ward_postcodes WHERE authority = %s", authority
        ),
    )


def _mark(authority: str) -> str:
    ((mark,),) = base.repeated(MARK, authority)
    return str(mark)


def hold_mark(authority: str, mark: str | None) -> None:
    """Holds the mark, as ``MARK`` found it, for the rest of a request."""
    cached.put(("wards", authority), str(mark))


def replace(table: WardTable, wards: Mapping[str, str]) -> None:
    """Stores the wards of postcodes in the place of all that the authority had."""
    remove(table.authority)
    db.session.add(table)
    db.session.flush()
    base.copy_into(
        "ward_postcodes (authority, postcode, ward)",
        ((table.authority, *pair) for pair in wards.items()),
    )


def remove(authority: str) -> None:
    """Deletes the wards of an authority."""
    cached.renew()
    for model in (WardPostcode, WardTable):
        db.session.execute(delete(model).where(model.authority == authority))
