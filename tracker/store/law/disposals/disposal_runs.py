"""Disposals: proposed, approved by another user, carried out, with their certificate.

The people of a disposal are listed by number until each has been disposed of, so that
one that was stopped half-way goes on where it was.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tracker.access import Scope
from tracker.domain.law.retention import Rule
from tracker.extensions import Model
from tracker.store.accounts.audit import Action
from tracker.store.database import base
from tracker.store.database.base import AuthorityCode, Key, MaybeMoment, Moment


class ConfirmedRule(Model):
    """A rule of the retention schedule that the asset owner has confirmed.

    ``terms`` are its period as it was confirmed: another period is confirmed again.
    """

    __tablename__ = "confirmed_rules"
    __table_args__ = (
        Index(
            "uq_confirmed_rules_terms",
            *("authority", "category", "applies_to", "terms"),
            unique=True,
        ),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    category: Mapped[str]
    applies_to: Mapped[str]
    terms: Mapped[str]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[Moment]


class Disposal(Model):
    """A disposal of everything that is past its date on a day.

    ``counts`` are the rows by table when it was proposed, ``done`` those that were
    disposed of; ``lines`` and ``lines_done`` the lines of files by their own rule.
    ``left_out`` are people who were no longer due when it was carried out.
    """

    __tablename__ = "disposals"
    __table_args__ = (
        base.at_and_by("approved"),
        base.at_and_by("declined"),
        CheckConstraint("approved_by <> proposed_by", name="two_people"),
        CheckConstraint("approved_at IS NULL OR declined_at IS NULL", name="one_end"),
        Index("ix_disposals_authority", "authority", "id"),
    )

    id: Mapped[Key]
    authority: Mapped[AuthorityCode]
    on_day: Mapped[date]
    people: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    lines: Mapped[dict[str, int]] = mapped_column(JSONB)
    proposed_by: Mapped[str]
    proposed_at: Mapped[Moment]
    approved_by: Mapped[str | None]
    approved_at: Mapped[MaybeMoment]
    declined_by: Mapped[str | None]
    declined_at: Mapped[MaybeMoment]
    reason: Mapped[str] = mapped_column(default="")
    begun_by: Mapped[str | None]
    begun_at: Mapped[MaybeMoment]
    finished_at: Mapped[MaybeMoment]
    people_done: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    done: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    lines_done: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)

    @property
    def state(self) -> str:
        """How far it has come."""
        if self.declined_at is not None:
            return "declined"
        if self.finished_at is not None:
            return "carried out"
        if self.begun_at is not None:
            return "begun"
        return "approved" if self.approved_at is not None else "proposed"

    def add_done(self, counts: Mapping[str, int]) -> None:
        """Adds rows that were disposed of to the certificate."""
        self.done = dict(Counter(self.done) + Counter(counts))


class DisposalPerson(Model):
    """A person of a disposal who has not been disposed of yet."""

    __tablename__ = "disposal_people"

    disposal_id: Mapped[int] = mapped_column(
        ForeignKey("disposals.id"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


def terms_of(rule: Rule) -> str:
    """The terms of a rule in one text, to see whether they have changed."""
    return f"{rule.keep_for} {rule.unit.value} {rule.counts_from.value} {rule.then}"


def confirmed(*, within: Scope) -> dict[tuple[str, str, str], ConfirmedRule]:
    """The confirmed rules, by category, who they apply to, and terms."""
    return {
        (each.category, each.applies_to, each.terms): each
        for each in base.every(
            select(ConfirmedRule).where(ConfirmedRule.authority.in_(base.whole(within)))
        )
    }


def get(number: int, *, within: Scope) -> Disposal | None:
    """The disposal with that number, locked to the end of the transaction."""
    return base.first(
        base.locked(
            select(Disposal).where(
                Disposal.id == number, Disposal.authority.in_(base.whole(within))
            )
        )
    )


def every(*, within: Scope) -> Sequence[Disposal]:
    """All disposals, the newest first."""
    return base.every(
        select(Disposal)
        .where(Disposal.authority.in_(base.whole(within)))
        .order_by(Disposal.id.desc())
    )


def open_one(*, within: Scope) -> Disposal | None:
    """The disposal that is neither declined nor finished, or None."""
    return base.first(
        select(Disposal).where(
            Disposal.authority.in_(base.whole(within)),
            Disposal.declined_at.is_(None),
            Disposal.finished_at.is_(None),
        )
    )


def add_people(disposal: int, people: Iterable[int]) -> None:
    """Lists the people of a disposal."""
    base.copy_into(
        "disposal_people (disposal_id, person_id)",
        ((disposal, person) for person in people),
    )


def next_people(disposal: int, many: int) -> list[int]:
    """The next people who are still to be disposed of, those of one age together."""
    return base.column(
        "SELECT d.person_id FROM disposal_people d"
        " LEFT JOIN people p ON p.id = d.person_id WHERE d.disposal_id = %s"
        " ORDER BY p.born, d.person_id LIMIT %s",
        disposal,
        many,
    )


def drop_people(disposal: int, people: Iterable[int] | None = None) -> None:
    """Takes people off the list of a disposal; all of them without ``people``."""
    if people is None:
        base.run("DELETE FROM disposal_people WHERE disposal_id = %s", [disposal])
        return
    base.run(
        "DELETE FROM disposal_people WHERE disposal_id = %s AND person_id = ANY(%s)",
        [disposal, list(people)],
    )


def restored_from(*, within: Scope) -> date | None:
    """The day of the oldest backup that was restored since the last replay, or None."""
    (made,) = base.column(
        "SELECT min(detail->>'made') FROM audit WHERE authority = ANY(%s)"
        " AND action = %s AND id > COALESCE((SELECT max(id) FROM audit"
        " WHERE authority = ANY(%s) AND action = %s), 0)",
        *(base.whole(within), Action.BACKUP_RESTORED.value),
        *(base.whole(within), Action.DISPOSAL_REPLAYED.value),
    )
    return date.fromisoformat(made) if made is not None else None
