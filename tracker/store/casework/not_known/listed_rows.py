"""The list of the not known as stored: what it is sorted and filtered by.

To find the sources of a thousand young people takes most of a second, and they change
for a few of them in an hour. So this is a derivation. Names and caseloads are read
beside it. See decision 0218.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.extensions import Model
from tracker.store.casework.caseload_rows import ADVISER, LISTED, MINE
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode


class NotKnownRow(Model):
    """One who is not known, as seen by a reader who may read every contact."""

    __tablename__ = "not_known_rows"
    __table_args__ = (Index("ix_not_known_rows_person", "person_id"),)

    authority: Mapped[AuthorityCode] = mapped_column(primary_key=True)
    # Without a foreign key: a derivation is deleted before its person.
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # The day from which they are not known.
    since: Mapped[date]
    # How likely it is that they are found in learning, the best source, and whether
    # there is something to try on the day.
    chance: Mapped[float]
    source: Mapped[str]
    can_be_tried: Mapped[bool]
    # Whether some readers may see of one of their contacts the day only.
    has_restricted_contact: Mapped[bool]
    # The young person that the sources name as one of the same home.
    relative: Mapped[int | None] = mapped_column(BigInteger)
    has_phone: Mapped[bool]
    last_contact: Mapped[date | None]
    due: Mapped[date | None]
    school: Mapped[str | None]
    area: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One who is not known, with what a list is sorted and filtered by.

    ``adviser`` is the user in whose caseload they are. ``has_phone``: there is a number
    that is not known to be wrong. ``due`` is the next contact, ``school`` the key of
    the school of their Year 11, ``area`` the ward or postcode district.
    """

    person: int
    given: str
    family: str
    adviser: int | None
    since: date
    chance: float
    source: str
    can_be_tried: bool
    has_restricted_contact: bool
    has_phone: bool
    last_contact: date | None
    due: date | None
    school: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class ToStore:
    """A row to store. ``relative`` is the young person that a source names as one of
    the same home.
    """

    listed: Listed
    relative: int | None


_STORED = (
    *("since", "chance", "source", "can_be_tried", "has_restricted_contact"),
    *("has_phone", "last_contact", "due", "school", "area"),
)
_values = attrgetter(*_STORED)
_READ = "p.id, p.given, p.family, {adviser}, r." + ", r.".join(_STORED)


def write(authority: str, rows: Iterable[ToStore]) -> int:
    """Stores rows; none of these people may have one yet."""
    return base.copy_into(
        f"not_known_rows (authority, person_id, relative, {', '.join(_STORED)})",
        (
            (authority, each.listed.person, each.relative, *_values(each.listed))
            for each in rows
        ),
    )


def forget(authority: str, people: Collection[int] | None) -> None:
    """Deletes the rows of these people and of their merged records, or everybody's."""
    if people is None:
        base.run("DELETE FROM not_known_rows WHERE authority = %s", [authority])
        return
    base.run(
        "DELETE FROM not_known_rows WHERE authority = %s AND person_id IN"
        " (SELECT id FROM people WHERE id = ANY(%s) OR merged_into = ANY(%s))",
        [authority, list(people), list(people)],
    )


def with_relative_in(authority: str, people: Collection[int]) -> set[int]:
    """The young people with a source that names one of these people, or a record that
    was merged into one of them.
    """
    return base.distinct(
        "SELECT r.person_id FROM not_known_rows r JOIN people p ON p.id = r.relative"
        " WHERE r.authority = %s AND (p.id = ANY(%s) OR p.merged_into = ANY(%s))",
        *(authority, list(people), list(people)),
    )


def everybody(*, within: Scope) -> list[Listed]:
    """The whole list, by name."""
    return _listed(
        f"SELECT {_READ.format(adviser=ADVISER.format(person='p.id'))}"
        f" FROM not_known_rows r JOIN people p ON p.id = r.person_id AND {LISTED}"
        " WHERE r.authority = ANY(%(authorities)s)",
        {"authorities": base.whole(within)},
    )


def of_caseloads(users: Sequence[int], *, within: Scope) -> list[Listed]:
    """Those of the list who are in the caseloads of these users, by name."""
    return _listed(
        f"WITH {MINE} SELECT {_READ.format(adviser='m.adviser')} FROM mine m"
        " JOIN not_known_rows r ON r.person_id = m.root"
        f" JOIN people p ON p.id = r.person_id AND {LISTED}"
        " WHERE r.authority = ANY(%(authorities)s)",
        {"authorities": base.whole(within), "users": list(users)},
    )


def _listed(query: str, values: dict[str, object]) -> list[Listed]:
    with base.cursor() as sql:
        sql.execute(f"{query} ORDER BY p.family, p.given, p.id", values)
        return [Listed(*row) for row in sql.fetchall()]
