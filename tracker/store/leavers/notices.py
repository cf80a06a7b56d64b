"""Notices of leaving, which a school or college owes within the week."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    case,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.history.person import Identity
from tracker.domain.reference.codes import AUTHORITIES
from tracker.extensions import Model, db
from tracker.store.database import base, search_keys
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import finding
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


class State(StrEnum):
    """The state of a notice."""

    RECORDED = "recorded"
    OPEN = "open"  # the council has to find out who the student is
    ELSEWHERE = "lives elsewhere"  # to be passed on to the council of their home
    SETTLED = "settled"
    TAKEN_BACK = "taken back"


#: The states in which the council has to do something.
TO_SETTLE = (State.OPEN, State.ELSEWHERE)
#: The states in which a notice can be taken back no more.
DONE = (State.SETTLED, State.TAKEN_BACK)


class Notice(Model):
    """One notice, as it was entered. Its number is that of its receipt.

    ``person_id`` is set once the student's record is known. ``entry_id`` is the
    evidence made from the notice. ``lives_in`` is the other authority that its postcode
    lies in.
    """

    __tablename__ = "notices"
    __table_args__ = (
        base.one_of("state", State),
        base.at_and_by("decided"),
        Index("ix_notices_institution", "authority", "institution", "id"),
        Index("ix_notices_state", "authority", "state", "id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    institution: Mapped[str]
    given: Mapped[str]
    family: Mapped[str]
    born: Mapped[date | None]
    upn: Mapped[str | None]
    uln: Mapped[str | None]
    postcode: Mapped[str | None]
    last_day: Mapped[date]
    next_step: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    lives_in: Mapped[str | None] = mapped_column(String(3))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    answer: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[str]
    reported_at: Mapped[Moment]
    decided_by: Mapped[str | None]
    decided_at: Mapped[MaybeMoment]

    @property
    def sent_state(self) -> str:
        """The state that the sender may see.

        Until the council has answered, it does not show whether the student is on
        record.
        """
        if self.state in (State.SETTLED, State.TAKEN_BACK):
            return self.state
        return State.OPEN if self.lives_in is None else State.ELSEWHERE

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def get(
    number: int, *, within: Scope, of: Collection[str] | None = None
) -> Notice | None:
    """The notice with that number; ``of`` limits it to these institutions' own."""
    return base.first(_reported(within, of).where(Notice.id == number))


def page(
    *,
    within: Scope,
    of: Collection[str] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, Sequence[Notice]]:
    """The number of notices, and one page of them, the newest first."""
    query = _reported(within, of)
    newest = query.order_by(Notice.id.desc())
    return base.total(query.subquery()), base.every(newest.offset(offset).limit(limit))


def items(*, within: Scope) -> Any:
    """The notices as work items, done once they are settled."""
    homes = {each.value: f"To be passed on to {each.title}" for each in AUTHORITIES}
    return (
        _reported(within, None)
        .where(Notice.state.in_((*TO_SETTLE, State.SETTLED)))
        .with_only_columns(
            *shaped(
                id=Notice.id,
                person_id=Notice.person_id,
                institution=Notice.institution,
                about=func.concat_ws(" ", Notice.given, Notice.family),
                why=case(
                    (Notice.lives_in.is_not(None), case(homes, value=Notice.lives_in)),
                    (
                        Notice.person_id.is_not(None),
                        "A list of a later day still has them there",
                    ),
                    else_="No young person there has that name, or more than one has",
                ),
                since=Notice.reported_at,
                done_by=Notice.decided_by,
                done_at=Notice.decided_at,
            )
        )
    )


def alike(notice: Notice, *, since: datetime) -> Notice | None:
    """A notice like this one that the same user recorded since a moment, or None.

    A notice that was withdrawn does not count.
    """
    same = (
        *("authority", "institution", "given", "family", "born", "upn", "uln"),
        *("postcode", "last_day", "next_step", "note", "reported_by"),
    )
    return base.first(
        select(Notice)
        .where(
            *base.alike(notice, same),
            Notice.state != State.TAKEN_BACK,
            Notice.reported_at >= since,
        )
        .order_by(Notice.id)
    )


def could_be(who: Identity, *, within: Scope) -> Sequence[Person]:
    """People with the same number, or the same names and date of birth."""
    shared = []
    # Their former numbers are keys of the search too.
    if who.upn:
        shared.append(finding.with_keys([who.upn.lower()]))
    if who.uln:
        shared.append(finding.with_keys([who.uln.lower()]))
    if who.born is not None:
        words = search_keys.plain(who.full_name).split()
        shared.append(finding.with_keys([*words, who.born.isoformat()]))
    if not shared:
        return []
    return base.every(
        select(Person)
        .where(
            finding.any_of(shared),
            Person.authority.in_(within.authorities),
            Person.live,
            Person.merged_into.is_(None),
        )
        .order_by(Person.id)
        .limit(20)
    )


def about(person: int, *, within: Scope) -> Sequence[Notice]:
    """Every notice about one young person that was not withdrawn, newest first."""
    return base.every(
        _reported(within, None)
        .where(Notice.person_id == person, Notice.state != State.TAKEN_BACK)
        .order_by(Notice.id.desc())
    )


def recorded_about(people: Iterable[int], *, within: Scope) -> list[int]:
    """The numbers of the notices that settled themselves, about these young people or
    about records that have since been merged into theirs.
    """
    return base.column(
        "SELECT n.id FROM notices n JOIN people p ON p.id = n.person_id"
        " WHERE n.state = %s AND n.authority = ANY(%s)"
        " AND COALESCE(p.merged_into, p.id) = ANY(%s) ORDER BY n.id",
        State.RECORDED.value,
        base.whole(within),
        list(people),
    )


def lock_settled(numbers: Sequence[int], *, within: Scope) -> Sequence[Notice]:
    """Those of these notices that settled themselves, locked until the end of the
    transaction.
    """
    wanted = _reported(within, None).where(
        Notice.id.in_(numbers), Notice.state == State.RECORDED
    )
    return base.every(base.locked(wanted.order_by(Notice.id)))


def to_pass_on(lead: str, *, within: Scope) -> Sequence[Notice]:
    """The notices that wait to be passed on to one other authority, and whose student
    has no record here, in the order in which they came.
    """
    return base.every(
        _to_pass_on(within).where(Notice.lives_in == lead).order_by(Notice.id)
    )


def _to_pass_on(within: Scope) -> Select[Any]:
    return _reported(within, None).where(
        Notice.state == State.ELSEWHERE, Notice.person_id.is_(None)
    )


def waiting_by_lead(*, within: Scope) -> dict[str, int]:
    """The number of notices that ``to_pass_on`` gives, by the other authority."""
    rows = db.session.execute(
        _to_pass_on(within)
        .with_only_columns(Notice.lives_in, func.count())
        .group_by(Notice.lives_in)
        .order_by(Notice.lives_in)
    )
    return {lead: count for lead, count in rows if lead is not None}


def settled_at(lead: str, at: datetime, *, within: Scope) -> Sequence[Notice]:
    """The notices that were settled for one other authority at one moment, locked."""
    wanted = _reported(within, None).where(
        Notice.state == State.SETTLED,
        Notice.lives_in == lead,
        Notice.decided_at == at,
        Notice.person_id.is_(None),
    )
    return base.every(base.locked(wanted.order_by(Notice.id)))


def standing(of: Collection[str], *, since: date, within: Scope) -> Sequence[Notice]:
    """The notices of these institutions with a last day since a day, without those that
    were taken back.
    """
    return base.every(
        _reported(within, of).where(
            Notice.state != State.TAKEN_BACK, Notice.last_day >= since
        )
    )


def reported_at(
    moment: datetime, *, by: str, of: str, within: Scope
) -> Sequence[Notice]:
    """The notices that a user of an institution reported at one moment."""
    return base.every(
        _reported(within, [of])
        .where(Notice.reported_at == moment, Notice.reported_by == by)
        .order_by(Notice.id)
    )


def _reported(within: Scope, of: Collection[str] | None) -> Select[Any]:
    query = select(Notice).where(Notice.authority.in_(within.authorities))
    return query if of is None else query.where(Notice.institution.in_(of))


def lock(number: int) -> Notice:
    """The notice as stored now, locked until the end of the transaction."""
    return base.one(base.locked(select(Notice).where(Notice.id == number)))
