"""Places proposed for young people who have none, and the answers; see decision 0205.

Nothing is overwritten: each answer is a row, and what was taken back stays, marked.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    case,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from tracker.access import Scope
from tracker.domain.year.allocation import Answer, Party, Standing
from tracker.extensions import Model, db
from tracker.store.casework import caseloads
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment
from tracker.store.people import person_items, records
from tracker.store.people.records import Person
from tracker.store.work.items import shaped


class PlaceAnswer(Model):
    """An answer of the provider or of the young person; the newest of each counts.

    ``entry_id`` is the entry of its evidence, where it changed the stage of the place.
    """

    __tablename__ = "place_answers"
    __table_args__ = (
        base.one_of("party", Party),
        base.one_of("answer", Answer),
        base.at_and_by("withdrawn"),
        CheckConstraint(f"starts_on IS NULL OR answer = '{Answer.ACCEPTED}'", "starts"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("place_proposals.id"), index=True
    )
    party: Mapped[str]
    answer: Mapped[str]
    answered_on: Mapped[date]
    starts_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)
    withdrawn_at: Mapped[MaybeMoment]
    withdrawn_by: Mapped[str | None]


class PlaceProposal(Model):
    """A place proposed for one young person, tied to the record it was made for.

    ``left`` and ``year_group`` name the ledger, ``entry_id`` the entry of its evidence.
    It is closed when no answer is awaited any more.
    """

    __tablename__ = "place_proposals"
    __table_args__ = (
        base.at_and_by("closed"),
        base.at_and_by("taken_back"),
        # Two users at once: one open proposal a record.
        Index(
            "uq_place_proposals_open",
            "person_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    left: Mapped[int] = mapped_column(SmallInteger)
    year_group: Mapped[int] = mapped_column(SmallInteger)
    institution: Mapped[str]
    institution_name: Mapped[str]
    course: Mapped[str] = mapped_column(default="")
    why: Mapped[str]
    proposed_on: Mapped[date]
    due: Mapped[date]
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[str]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    closed_at: Mapped[MaybeMoment]
    closed_by: Mapped[str | None]
    taken_back_at: Mapped[MaybeMoment]
    taken_back_by: Mapped[str | None]

    answers: Mapped[list[PlaceAnswer]] = relationship(
        order_by="PlaceAnswer.id", lazy="selectin"
    )

    @property
    def standing_answers(self) -> dict[Party, PlaceAnswer]:
        """The newest answer of each party that was not taken back."""
        return {
            Party(each.party): each
            for each in self.answers
            if each.withdrawn_at is None
        }

    @property
    def standing(self) -> Standing:
        found = {
            party: Answer(each.answer) for party, each in self.standing_answers.items()
        }
        return Standing(found.get(Party.PROVIDER), found.get(Party.YOUNG_PERSON))

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    @property
    def words(self) -> str:
        """How far it is, in words."""
        return "taken back" if self.is_taken_back else self.standing.words


def of(person: int) -> Sequence[PlaceProposal]:
    """Every proposal for a person, on whichever of their records, the newest first."""
    return base.every(
        select(PlaceProposal)
        .where(PlaceProposal.person_id.in_(records.under(person)))
        .order_by(PlaceProposal.id.desc())
    )


def of_person(number: int, person: int) -> PlaceProposal | None:
    """The proposal with that number, or None where it is not one of this person."""
    return base.first(
        select(PlaceProposal).where(
            PlaceProposal.id == number,
            PlaceProposal.person_id.in_(records.under(person)),
        )
    )


def numbered(numbers: Iterable[int]) -> Sequence[PlaceProposal]:
    """The proposals with these numbers, in their order."""
    wanted = PlaceProposal.id.in_(list(numbers))
    return base.every(select(PlaceProposal).where(wanted).order_by(PlaceProposal.id))


def since(moment: datetime, *, by: str, authority: str) -> Sequence[PlaceProposal]:
    """What a user proposed since a moment, in order of number."""
    return base.every(
        select(PlaceProposal)
        .where(
            PlaceProposal.authority == authority,
            PlaceProposal.proposed_by == by,
            PlaceProposal.proposed_at >= moment,
        )
        .order_by(PlaceProposal.id)
    )


def open_of(people: Iterable[int]) -> dict[int, str]:
    """The place of the open proposal of each of these people who has one."""
    return base.lookup(
        "SELECT COALESCE(p.merged_into, p.id), o.institution_name"
        " FROM place_proposals o JOIN people p ON p.id = o.person_id"
        " WHERE o.closed_at IS NULL AND COALESCE(p.merged_into, p.id) = ANY(%s)"
        " ORDER BY o.id",
        list(people),
    )


def standing_of(people: Iterable[int]) -> list[tuple[int, PlaceProposal]]:
    """The proposals for these people that were not taken back, the oldest first.

    Each is beside the person as they are now, also where it is of a merged record.
    """
    person = aliased(Person)
    root = func.coalesce(person.merged_into, person.id)
    found = db.session.execute(
        select(root, PlaceProposal)
        .join(person, person.id == PlaceProposal.person_id)
        .where(root.in_(list(people)), PlaceProposal.taken_back_at.is_(None))
        .order_by(PlaceProposal.id)
    )
    return [(number, proposal) for number, proposal in found]


def _is_accepted() -> Any:
    """Whether the newest answer of the provider is that it accepts."""
    newest = (
        select(PlaceAnswer.answer)
        .where(
            PlaceAnswer.proposal_id == PlaceProposal.id,
            PlaceAnswer.party == Party.PROVIDER,
            PlaceAnswer.withdrawn_at.is_(None),
        )
        .order_by(PlaceAnswer.id.desc())
        .limit(1)
        .correlate(PlaceProposal)
        .scalar_subquery()
    )
    return newest == Answer.ACCEPTED


def items(*, within: Scope, users: Collection[int] | None = None) -> Any:
    """The proposals as work items: open ones wait for an answer.

    With ``users`` only those of people in their caseloads.
    """
    made_for, person = aliased(Person), aliased(Person)
    query = (
        select(
            *shaped(
                id=PlaceProposal.id,
                person_id=person.id,
                owner_id=caseloads.owner_of(person),
                why=case(
                    (
                        _is_accepted(),
                        func.concat(
                            "Place accepted by ",
                            PlaceProposal.institution_name,
                            ": find out whether the young person agrees",
                        ),
                    ),
                    else_=func.concat(
                        "Place proposed at ",
                        PlaceProposal.institution_name,
                        ": find out the answer",
                    ),
                ),
                since=PlaceProposal.proposed_at,
                due=PlaceProposal.due,
                done_by=PlaceProposal.closed_by,
                done_at=PlaceProposal.closed_at,
            )
        )
        .select_from(PlaceProposal)
        .join(made_for, made_for.id == PlaceProposal.person_id)
        .join(person, person.id == func.coalesce(made_for.merged_into, made_for.id))
        .where(
            PlaceProposal.authority.in_(base.whole(within)),
            person_items.is_listed(person),
        )
    )
    if users is not None:
        query = query.where(PlaceProposal.person_id.in_(caseloads.records_of(users)))
    return query
