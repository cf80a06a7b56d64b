"""Disclosures: recipient, law, fields and young people of each.

The store keeps what was known when, so the values that were given can be worked out
again from ``known_at`` and are not stored a second time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    SmallInteger,
    Text,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.gateways import PartyKind
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment


class State(StrEnum):
    """The state of a disclosure; one by a standing agreement is made at once."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    MADE = "made"


class Disclosure(Model):
    """One disclosure to one recipient. ``number`` counts those of its year."""

    __tablename__ = "disclosures"
    __table_args__ = (
        base.one_of("state", State),
        base.one_of("party_kind", PartyKind),
        base.at_and_by("requested"),
        base.at_and_by("decided"),
        CheckConstraint("decided_by <> requested_by", name="two_people"),
        CheckConstraint("(state = 'made') = (made_at IS NOT NULL)", name="made"),
        CheckConstraint("(made_at IS NULL) = (number IS NULL)", name="numbered"),
        Index("uq_disclosures_number", "authority", "year", "number", unique=True),
        Index("ix_disclosures_made", "authority", "made_at"),
        Index("ix_disclosures_party", "authority", "party", "made_at"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    state: Mapped[str]
    year: Mapped[int | None] = mapped_column(SmallInteger)
    number: Mapped[int | None]
    gateway: Mapped[str]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"))
    party_kind: Mapped[str]
    party: Mapped[str]
    party_name: Mapped[str]
    what: Mapped[str]
    purpose: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    people: Mapped[int]
    known_at: Mapped[MaybeMoment]
    expires_on: Mapped[date | None]
    requested_by: Mapped[str | None]
    requested_at: Mapped[MaybeMoment]
    decided_by: Mapped[str | None]
    decided_at: Mapped[MaybeMoment]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str | None]
    made_at: Mapped[MaybeMoment]

    @property
    def mark(self) -> str:
        """The mark that its file carries, such as D-2026-418; "" before it is made."""
        return f"D-{self.year}-{self.number}" if self.number is not None else ""


class DisclosedPerson(Model):
    """A record that a disclosure holds, by its number when it was made."""

    __tablename__ = "disclosed_people"

    disclosure_id: Mapped[int] = mapped_column(
        ForeignKey("disclosures.id"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)


def next_number(authority: str, year: int) -> int:
    """The number of the next disclosure of a year. The caller is alone with it."""
    last = db.session.scalar(
        select(func.max(Disclosure.number)).where(
            Disclosure.authority == authority, Disclosure.year == year
        )
    )
    return (last or 0) + 1


def add_people(disclosure: int, people: Iterable[int]) -> None:
    """Adds the people of a disclosure."""
    base.copy_into(
        "disclosed_people (disclosure_id, person_id)",
        ((disclosure, person) for person in people),
    )


def people_of(disclosure: int) -> list[int]:
    """The records that a disclosure holds."""
    return base.column(
        "SELECT person_id FROM disclosed_people WHERE disclosure_id = %s ORDER BY 1",
        disclosure,
    )


def get(number: int, *, within: Scope) -> Disclosure | None:
    """The disclosure with that number of the table."""
    return base.first(
        select(Disclosure).where(
            Disclosure.id == number, Disclosure.authority.in_(within.authorities)
        )
    )


def of_agreement(agreement: int) -> int:
    """The number of disclosures made by an agreement."""
    return base.total(Disclosure, Disclosure.agreement_id == agreement)


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search of the disclosures: None for a criterion means any value.

    ``person`` finds those about a young person, whatever record they were under then.
    ``until`` itself is no longer included.
    """

    party: str | None = None
    person: int | None = None
    field: str | None = None
    first: datetime | None = None
    until: datetime | None = None
    state: State = State.MADE

    def query(self, within: Scope) -> Select[Disclosure]:
        """The disclosures that match, the newest first."""
        found = select(Disclosure).where(
            Disclosure.authority.in_(within.authorities),
            Disclosure.state == self.state,
        )
        if self.party is not None:
            found = found.where(Disclosure.party == self.party)
        if self.field is not None:
            found = found.where(Disclosure.fields.contains([self.field]))
        if self.first is not None:
            found = found.where(Disclosure.made_at >= self.first)
        if self.until is not None:
            found = found.where(Disclosure.made_at < self.until)
        if self.person is not None:
            records = base.column(_RECORDS, self.person, self.person)
            found = found.where(
                Disclosure.id.in_(
                    select(DisclosedPerson.disclosure_id).where(
                        DisclosedPerson.person_id.in_(records)
                    )
                )
            )
        return found.order_by(Disclosure.made_at.desc(), Disclosure.id.desc())


#: Every record of the young person behind a record.
_RECORDS = (
    "SELECT p.id FROM people p WHERE COALESCE(p.merged_into, p.id) ="
    " (SELECT COALESCE(w.merged_into, w.id) FROM people w WHERE w.id = %s)"
    " UNION SELECT %s::bigint"
)


def count(criteria: Criteria, *, within: Scope) -> int:
    """The number of disclosures that match."""
    return base.total(criteria.query(within).subquery())


def page(
    criteria: Criteria, *, within: Scope, offset: int = 0, limit: int = 50
) -> Sequence[Disclosure]:
    """One page of the disclosures that match, the newest first."""
    return base.every(criteria.query(within).offset(offset).limit(limit))


def every(criteria: Criteria, *, within: Scope) -> Iterator[Disclosure]:
    """Every disclosure that matches, the newest first."""
    yield from db.session.scalars(
        criteria.query(within).execution_options(yield_per=500)
    )


def parties(*, within: Scope) -> list[tuple[str, str]]:
    """Everyone who received something: the party and its newest name, by name."""
    rows = base.stream(
        "SELECT DISTINCT ON (party) party, party_name FROM disclosures"
        " WHERE authority = ANY(%s) AND state = 'made'"
        " ORDER BY party, made_at DESC",
        list(within.authorities),
    )
    return sorted(rows, key=lambda row: str(row[1]).casefold())
