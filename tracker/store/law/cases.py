"""Cases of the information officer, what happened in each, and who they are about.

Events are only ever added. ``next_step``, ``outcome``, ``due_on`` and what else follows
from them stands in the case, so that lists and work items read one table.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Interval,
    Select,
    Text,
    UniqueConstraint,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.cases.case_kinds import BY_PREFIX, KINDS, Kind, Step
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.objections import To
from tracker.extensions import Model
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people.records import Person
from tracker.store.work.items import shaped

#: How long before its day a case is work that waits.
DUE_WITHIN = timedelta(days=5)
_NAME = re.compile(r"([A-Z]{2})[- ]?([1-9][0-9]{0,8})")


class Case(Model):
    """A case. ``number`` counts the cases of its kind in the authority.

    ``requester`` is a word of ``Requester``; ``ground`` is what an objection objects
    to, ``recipient`` the body with which something was shared for welfare, or not.
    ``due_on`` and ``due_at`` are empty while the clock stands still, and once nothing
    is due. ``clock_met_at`` is when the clock stopped for good.
    """

    __tablename__ = "cases"
    __table_args__ = (
        base.one_of("kind", KINDS),
        base.one_of("requester", Requester),
        base.one_of("ground", (*To, "")),
        CheckConstraint("recipient <> '' OR outcome <> 'shared'", name="recipient"),
        base.at_and_by("closed"),
        CheckConstraint("(due_on IS NULL) = (due_at IS NULL)", name="due"),
        UniqueConstraint("authority", "kind", "number"),
        Index("ix_cases_closed", "authority", "closed_at"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    kind: Mapped[str]
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    requester: Mapped[str]
    requester_name: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    affected: Mapped[str] = mapped_column(default="")
    recipient: Mapped[str] = mapped_column(default="")
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    received_at: Mapped[Moment]
    next_step: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    due_at: Mapped[MaybeMoment]
    paused_since: Mapped[date | None]
    clock_met_at: Mapped[MaybeMoment]
    review_on: Mapped[date | None]
    opened_by: Mapped[str]
    opened_at: Mapped[Moment]
    closed_by: Mapped[str | None]
    closed_at: Mapped[MaybeMoment]

    @property
    def of(self) -> Kind:
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """The name by which people speak of it, such as SA-31."""
        return f"{self.of.prefix}-{self.number}"


class CaseEvent(Model):
    """Something that happened in a case; never changed.

    ``what`` is a step, a turn of the clock or another word of ``actions.law.cases``,
    ``at`` when it happened and ``made_at`` when it was recorded.
    """

    __tablename__ = "case_events"

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    what: Mapped[str]
    at: Mapped[Moment]
    evidence: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    months: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[Moment]


class CasePerson(Model):
    """A record that a case is about."""

    __tablename__ = "case_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, index=True
    )
    authority: Mapped[AuthorityCode]


class ThirdPartyRequest(Model):
    """What a third party requests, and on what terms it was approved (Law D-16)."""

    __tablename__ = "third_party_requests"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    authority: Mapped[AuthorityCode]
    organisation: Mapped[str]
    purpose: Mapped[str]
    data: Mapped[str]
    sensitivity: Mapped[str]
    security: Mapped[str]
    retention: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    fields: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    expires_on: Mapped[date | None]
    destroy_by: Mapped[date | None]


def get(number: int, *, within: Scope) -> Case | None:
    """The case with that number in the table, or None outside the scope."""
    return base.first(_seen(within).where(Case.id == number))


def by_name(name: str, *, within: Scope) -> Case | None:
    """The case with a name such as SA-31, also written sa 31, or None."""
    read = _NAME.fullmatch(name.strip().upper())
    if read is None or read[1] not in BY_PREFIX:
        return None
    kind, number = BY_PREFIX[read[1]].name, int(read[2])
    return base.first(_seen(within).where(Case.kind == kind, Case.number == number))


def lock(number: int, *, within: Scope) -> Case | None:
    """The case as stored now, locked until the end of the transaction."""
    return base.first(base.locked(_seen(within).where(Case.id == number)))


def next_number(kind: str, authority: str) -> int:
    """The number of the next case of a kind, for a transaction alone with them."""
    of_kind = select(func.coalesce(func.max(Case.number), 0)).where(
        Case.authority == authority, Case.kind == kind
    )
    return base.one(of_kind) + 1


def alike(new: Case, *, since: Any) -> Sequence[Case]:
    """The cases with the same lines that the same user opened since a moment."""
    same = ("authority", "kind", "title", "reference", "requester", "requester_name")
    return base.every(
        select(Case)
        .where(
            *base.alike(new, (*same, "ground", "review_on", "opened_by")),
            Case.opened_at >= since,
        )
        .order_by(Case.id)
    )


def count_opened_by(user: str, *, since: Any, within: Scope) -> int:
    """The number of cases that a user has opened since a moment."""
    return base.number(
        "SELECT count(*) FROM cases WHERE authority = ANY(:authorities)"
        " AND opened_by = :user AND opened_at >= :since",
        {"authorities": sorted(within.authorities), "user": user, "since": since},
    )


def open_ones(*, within: Scope) -> Sequence[Case]:
    """Every open case, the least time left first; without a day last."""
    return base.every(
        _seen(within)
        .where(Case.closed_at.is_(None))
        .order_by(Case.due_at.asc().nulls_last(), Case.id)
    )


def closed_since(day: date, *, within: Scope) -> Sequence[Case]:
    """Every case that was closed on a day or after it, the newest first."""
    return base.every(
        _seen(within).where(Case.closed_at >= day).order_by(Case.closed_at.desc())
    )


def search(words: str, *, within: Scope) -> Sequence[Case]:
    """The cases with this name, or with these words in the council's reference."""
    named = by_name(words, within=within)
    if named is not None:
        return [named]
    if not words.strip():
        return []
    found = Case.reference.icontains(words.strip(), autoescape=True)
    return base.every(_seen(within).where(found).order_by(Case.id.desc()).limit(200))


def events(case_ids: Collection[int]) -> Mapping[int, list[CaseEvent]]:
    """What happened in each of these cases, as it was recorded."""
    found: dict[int, list[CaseEvent]] = defaultdict(list)
    query = select(CaseEvent).where(CaseEvent.case_id.in_(case_ids))
    for each in base.every(query.order_by(CaseEvent.id)):
        found[each.case_id].append(each)
    return found


def people(case_ids: Collection[int], *, within: Scope) -> Mapping[int, list[Person]]:
    """The young people that each case is about, by the record that stands for each."""
    found: dict[int, list[Person]] = defaultdict(list)
    rows = base.stream(
        "SELECT DISTINCT c.case_id, COALESCE(p.merged_into, p.id) FROM case_people c"
        " JOIN people p ON p.id = c.person_id"
        " WHERE c.case_id = ANY(%s) AND c.authority = ANY(%s) ORDER BY 1, 2",
        list(case_ids),
        base.whole(within),
    )
    pairs = list(rows)
    known = base.every(
        select(Person).where(
            Person.id.in_({person for _, person in pairs}),
            Person.authority.in_(within.authorities),
        )
    )
    by_number = {each.id: each for each in known}
    for case_id, person in pairs:
        if person in by_number:
            found[case_id].append(by_number[person])
    return found


def count_people(case_id: int) -> int:
    """How many young people a case is about."""
    return base.number(
        "SELECT count(DISTINCT COALESCE(p.merged_into, p.id)) FROM case_people c"
        " JOIN people p ON p.id = c.person_id WHERE c.case_id = :case",
        {"case": case_id},
    )


def set_people(case: Case, numbers: Iterable[int]) -> None:
    """Makes a case about these records and no others."""
    base.run("DELETE FROM case_people WHERE case_id = %s", (case.id,))
    base.copy_into(
        "case_people (case_id, person_id, authority)",
        ((case.id, number, case.authority) for number in sorted(set(numbers))),
    )


def in_batch(batch: int, *, within: Scope) -> list[int]:
    """The records of the young people in the lines of an import."""
    return base.column(
        "SELECT DISTINCT r.person_id FROM staged_rows r"
        " JOIN people p ON p.id = r.person_id"
        " WHERE r.batch_id = %s AND p.authority = ANY(%s) ORDER BY 1",
        batch,
        base.whole(within),
    )


def third_party(case_id: int) -> ThirdPartyRequest | None:
    """What the third party of a case requests, or None in a case of another kind."""
    return base.first(
        select(ThirdPartyRequest).where(ThirdPartyRequest.case_id == case_id)
    )


def third_parties(case_ids: Collection[int]) -> Mapping[int, ThirdPartyRequest]:
    """What the third party of each of these cases requests, where there is one."""
    of_cases = ThirdPartyRequest.case_id.in_(case_ids)
    found = base.every(select(ThirdPartyRequest).where(of_cases))
    return {each.case_id: each for each in found}


def approved_request(
    name: str, day: date, *, within: Scope
) -> ThirdPartyRequest | None:
    """The request of a third party that stands approved and unexpired on a day.

    ``name`` is that of its case, such as TP-12. None for any other (Law D-16).
    """
    found = by_name(name, within=within)
    if found is None or found.outcome != "approved" or found.closed_at is not None:
        return None
    request = third_party(found.id)
    if request is None or request.expires_on is None or request.expires_on < day:
        return None
    return request


def items(*, within: Scope) -> Any:
    """The open cases as work items, from five days before their day on.

    A paused case waits for its requester and is no work item.
    """
    titles = {name: kind.title for name, kind in KINDS.items()}
    prefixes = {name: kind.prefix for name, kind in KINDS.items()}
    names = func.concat(case(prefixes, value=Case.kind), "-", Case.number)
    return (
        _seen(within)
        .where(
            Case.paused_since.is_(None),
            or_(Case.due_on.is_not(None), Case.closed_at.is_not(None)),
        )
        .with_only_columns(
            *shaped(
                id=Case.id,
                about=names,
                why=func.concat(
                    case(titles, value=Case.kind),
                    case(_NEXT, value=Case.next_step, else_=""),
                ),
                owner_id=Case.holder_id,
                due=Case.due_on,
                waits_from=Case.due_on - cast(literal(DUE_WITHIN), Interval()),
                since=Case.received_at,
                done_by=Case.closed_by,
                done_at=Case.closed_at,
            )
        )
    )


#: What is to be done next, as a work item has it after the kind of the case.
_NEXT = {
    Step.IDENTITY.value: ": check the identity",
    Step.AUTHORITY.value: ": check the authority to act",
    Step.ACKNOWLEDGED.value: ": acknowledge it",
    Step.ASSESSED.value: ": assess it",
    Step.DECIDED.value: ": decide",
    Step.APPROVED.value: ": approve the decision",
    Step.DISPATCHED.value: ": send the answer",
    Step.REVIEWED.value: ": review the decision",
    Step.DESTROYED.value: ": get the certificate of destruction",
}


def _seen(within: Scope) -> Select[Any]:
    return select(Case).where(Case.authority.in_(base.whole(within)))
