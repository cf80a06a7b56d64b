"""Disclosures: recipient, law, fields and young people, and notices of corrections.

The store keeps what was known when, so the values that were given can be worked out
again from ``known_at`` and are not stored a second time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Interval,
    Select,
    SmallInteger,
    Text,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.gateways import PartyKind
from tracker.extensions import Model, db
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.work.items import shaped

_MARK = re.compile(r"D-([1-9][0-9]{3})-([1-9][0-9]{0,8})")


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
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
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


def records_in(
    disclosures: Iterable[int], records: Iterable[int]
) -> dict[int, list[int]]:
    """Which of these records each of these disclosures holds."""
    found: dict[int, list[int]] = {}
    for disclosure, record in base.stream(
        "SELECT disclosure_id, person_id FROM disclosed_people"
        " WHERE disclosure_id = ANY(%s) AND person_id = ANY(%s) ORDER BY 1, 2",
        list(disclosures),
        list(records),
    ):
        found.setdefault(disclosure, []).append(record)
    return found


def by_mark(mark: str, *, within: Scope) -> Disclosure | None:
    """The disclosure with a mark such as D-2026-418, or None."""
    read = _MARK.fullmatch(mark.strip().upper())
    if read is None:
        return None
    return base.first(
        select(Disclosure).where(
            Disclosure.authority.in_(base.whole(within)),
            Disclosure.year == int(read[1]),
            Disclosure.number == int(read[2]),
        )
    )


def get(number: int, *, within: Scope) -> Disclosure | None:
    """The disclosure with that number of the table."""
    return base.first(
        select(Disclosure).where(
            Disclosure.id == number, Disclosure.authority.in_(within.authorities)
        )
    )


def lock(number: int, *, within: Scope) -> Disclosure | None:
    """The same as stored now, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(Disclosure).where(
                Disclosure.id == number, Disclosure.authority.in_(within.authorities)
            )
        )
    )


def of_agreement(agreement: int) -> int:
    """The number of disclosures made by an agreement."""
    return base.total(Disclosure, Disclosure.agreement_id == agreement)


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search of the disclosures: None (or no gateway) means any value.

    ``person`` finds those about a young person, whatever record they were under then.
    ``until`` itself is no longer included.
    """

    party: str | None = None
    person: int | None = None
    field: str | None = None
    gateways: tuple[str, ...] = ()
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
        if self.gateways:
            found = found.where(Disclosure.gateway.in_(self.gateways))
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


#: The council's own time to send a notice: the law wants it without a set day.
DUE_AFTER = timedelta(days=7)


class CorrectionNotice(Model):
    """A notice to one recipient that details of a young person were corrected.

    ``lines`` has each field with the disclosure that gave it last, and the record that
    it was given for. Values are worked out from the evidence. ``given`` are the fields
    whose new value it gave when it was dispatched.
    """

    __tablename__ = "correction_notices"
    __table_args__ = (
        base.one_of("party_kind", PartyKind),
        base.at_and_by("dispatched"),
        Index("ix_correction_notices_case", "case_id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    party_kind: Mapped[str]
    party: Mapped[str]
    party_name: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lines: Mapped[list[Any]] = mapped_column(JSONB)
    given: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    how: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[Moment]
    dispatched_by: Mapped[str | None]
    dispatched_at: Mapped[MaybeMoment]


def notice(
    number: int, *, within: Scope, lock: bool = False
) -> CorrectionNotice | None:
    """The notice with that number, or None outside the scope."""
    query = select(CorrectionNotice).where(
        CorrectionNotice.id == number,
        CorrectionNotice.authority.in_(base.whole(within)),
    )
    return base.first(base.locked(query) if lock else query)


def notices_of(case_id: int) -> Sequence[CorrectionNotice]:
    """The notices of a case, in the order in which they were made."""
    return base.every(
        select(CorrectionNotice)
        .where(CorrectionNotice.case_id == case_id)
        .order_by(CorrectionNotice.id)
    )


def notice_items(*, within: Scope) -> Any:
    """The notices that are not dispatched, as work items."""
    return select(
        *shaped(
            id=CorrectionNotice.id,
            about=CorrectionNotice.party_name,
            why=literal("Send the notice of a correction"),
            since=CorrectionNotice.made_at,
            due=func.date(
                CorrectionNotice.made_at + cast(literal(DUE_AFTER), Interval())
            ),
            done_by=CorrectionNotice.dispatched_by,
            done_at=CorrectionNotice.dispatched_at,
        )
    ).where(CorrectionNotice.authority.in_(base.whole(within)))
