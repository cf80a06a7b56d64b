"""Releases of statistics: what was released, its recipient and its people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, SmallInteger, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.figures.releases import WHOLE, Content, Place, Placed, Recipient
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class Release(Model):
    """A table or an extract of one day for a recipient outside.

    ``lines`` is the table as released: for each line its groups, then the numbers or
    the symbols in their place. ``reasons`` has each hidden cell with its reason.
    ``places`` are the places of ``release_people``. ``mark`` names the file.
    ``disclosure_id`` is how it left; of an extract also the request, before it leaves.
    """

    __tablename__ = "releases"
    __table_args__ = (
        base.one_of("kind", Recipient),
        base.at_and_by("approved"),
        base.at_and_by("declined"),
        CheckConstraint("approved_by <> prepared_by", name="two_people"),
        CheckConstraint("approved_at IS NULL OR declined_at IS NULL", name="one_end"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    as_of: Mapped[date]
    measure: Mapped[str]
    breakdowns: Mapped[list[str]] = mapped_column(JSONB)
    leaving_year: Mapped[int | None] = mapped_column(SmallInteger)
    in_rows: Mapped[bool]
    kind: Mapped[str]
    recipient: Mapped[str]
    purpose: Mapped[str]
    agreement: Mapped[str]
    mark: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(JSONB)
    reasons: Mapped[list[Any]] = mapped_column(JSONB)
    places: Mapped[list[Any]] = mapped_column(JSONB)
    left_out: Mapped[int]
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosures.id"))
    prepared_at: Mapped[Moment]
    prepared_by: Mapped[str]
    approved_at: Mapped[MaybeMoment]
    approved_by: Mapped[str | None] = mapped_column(default=None)
    declined_at: Mapped[MaybeMoment]
    declined_by: Mapped[str | None] = mapped_column(default=None)

    @property
    def content(self) -> Content:
        """What it counts."""
        return Content(
            self.measure,
            tuple(self.breakdowns),
            self.as_of,
            self.leaving_year,
            self.in_rows,
        )

    @property
    def state(self) -> str:
        """Whether it has left, waits for a second person, or was declined."""
        if self.approved_at is not None:
            return "approved"
        return "declined" if self.declined_at is not None else "to approve"


class ReleasePerson(Model):
    """The place of one young person in a release, to compare later ones with it.

    Without a foreign key to the person: counts stay when a record is deleted.
    """

    __tablename__ = "release_people"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    place: Mapped[int] = mapped_column(SmallInteger)


def every(*, within: Scope) -> Sequence[Release]:
    """All releases, the newest first."""
    return base.every(
        select(Release)
        .where(Release.authority.in_(base.whole(within)))
        .order_by(Release.id.desc())
    )


def get(number: int, *, within: Scope, lock: bool = False) -> Release | None:
    """One release, None where there is none in the scope."""
    query = select(Release).where(
        Release.id == number, Release.authority.in_(base.whole(within))
    )
    return base.first(base.locked(query) if lock else query)


def recipients(since: date, *, within: Scope) -> list[tuple[str, str]]:
    """The kind and the name of those whose release was approved since a day."""
    return [
        (kind, name)
        for kind, name in base.stream(
            "SELECT DISTINCT kind, recipient FROM releases"
            " WHERE authority = ANY(%s) AND approved_at >= %s ORDER BY 1, 2",
            base.whole(within),
            since,
        )
    ]


def of_disclosure(disclosure: int) -> Release | None:
    """The release that left by a disclosure, if it was one."""
    return base.first(select(Release).where(Release.disclosure_id == disclosure))


def standing(*, within: Scope, as_of: date) -> Sequence[Release]:
    """The releases of one day that have left or may still leave, the oldest first."""
    return base.every(
        select(Release)
        .where(
            Release.authority.in_(base.whole(within)),
            Release.as_of == as_of,
            Release.declined_at.is_(None),
        )
        .order_by(Release.id)
    )


def of_leaving_year(content: Content, *, within: Scope) -> Sequence[Release]:
    """The tables of the same closed group on other days, by the same breakdowns."""
    return base.every(
        select(Release)
        .where(
            Release.authority.in_(base.whole(within)),
            Release.as_of != content.as_of,
            Release.leaving_year == content.leaving_year,
            Release.measure == content.measure,
            Release.breakdowns == list(content.breakdowns),
            Release.in_rows.is_(False),
            Release.declined_at.is_(None),
        )
        .order_by(Release.id)
    )


def places_of(found: Iterable[Release]) -> dict[int, dict[int, Place]]:
    """The place of each person in each of these releases, by their record of today."""
    by_number = {each.id: each for each in found}
    places: dict[int, dict[int, Place]] = {number: {} for number in by_number}
    for number, person, place in base.stream(
        "SELECT r.release_id, COALESCE(p.merged_into, r.person_id), r.place"
        " FROM release_people r LEFT JOIN people p ON p.id = r.person_id"
        " WHERE r.release_id = ANY(%s) ORDER BY 1, 2",
        list(by_number),
    ):
        places[number][person] = tuple(by_number[number].places[place])
    return places


def rows_of(release: Release) -> list[tuple[int, Place]]:
    """The rows of an extract that its recipient gets: the person, and their place.

    Records that were merged since are rows of their own, as when it left.
    """
    numbers = base.stream(
        "SELECT person_id, place FROM release_people WHERE release_id = %s ORDER BY 1",
        release.id,
    )
    given = shown(release)
    return [
        (person, place)
        for person, number in numbers
        if (place := tuple(release.places[number])) in given
    ]


def write_people(release: Release, of: Mapping[int, Place]) -> None:
    """Stores the place of each person in a release that was just added."""
    numbers = {tuple(place): number for number, place in enumerate(release.places)}
    base.copy_into(
        "release_people (release_id, person_id, place)",
        ((release.id, person, numbers[place]) for person, place in of.items()),
    )


def placed(release: Release, places: Mapping[int, Place]) -> Placed:
    """A release with its people and the cells that its recipient can read."""
    return Placed(release.content, places, frozenset(shown(release)), release.id)


def shown(release: Release) -> dict[tuple[str, ...], int]:
    """The numbers that the recipient can read, by cell."""
    if release.in_rows:
        # A row has its outcome among its groups.
        return {
            tuple(place): numbers[WHOLE]
            for place, numbers in release.lines
            if isinstance(numbers[WHOLE], int)
        }
    return {
        (*groups, outcome): number
        for groups, numbers in release.lines
        for outcome, number in numbers.items()
        if outcome != "percent" and isinstance(number, int)
    }
