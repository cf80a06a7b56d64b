"""Folds all evidence about one person into what an authority counts.

That is the person's particulars, their spells, and a member for each date.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tracker.domain.history.details.details_by_day import (
    Details,
    characteristics_on,
)
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.evidence import Doing, Evidence
from tracker.domain.history.guarantee import guarantee, is_listed, offers_of
from tracker.domain.history.members import (
    NO_WARDS,
    Member,
    cohort_status,
    guarantee_year,
    member,
)
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.sealed_statements import (
    evidence_shown,
    is_counted,
)
from tracker.domain.history.spells import Spell, spells
from tracker.domain.history.stays import Resolve
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import AcademicYear, counted_on, end_before


@dataclass(frozen=True, slots=True)
class Folded:
    """One person folded from their evidence: the particulars, and a member per date.

    ``members`` is empty without a date of birth, because everything else depends on the
    age. ``since`` is the first day that any evidence is about. ``details`` gives the
    particulars as at any day. ``resolve`` finds institutions as the fold found them.
    """

    person: int
    known: Particulars
    since: date
    evidence: Sequence[Evidence]
    resolve: Resolve
    details: Details
    spells: tuple[Spell, ...]
    members: tuple[Member, ...]

    @property
    def position(self) -> Position | None:
        """The position on the first of the dates; None without a date of birth."""
        return self.members[0].position if self.members else None


def fold(
    person: int,
    authority: str,
    evidence: Sequence[Evidence],
    *,
    on: Sequence[date],
    resolve: Resolve,
    merged_on: date | None = None,
    history: tuple[Spell, ...] | None = None,
    fixed: Collection[int] = (),
    wards: Mapping[str, str] = NO_WARDS,
) -> Folded | None:
    """Everything that follows from the evidence of one person, or None without any.

    ``on`` are the dates for which to give a member. ``merged_on`` is set for a record
    that was a duplicate and appears once more in the return. ``history`` are the spells
    of the same evidence, where the caller has them already. ``fixed`` are the years of
    September Guarantees whose list is fixed; before, the age decides who is covered.
    ``wards`` are those of the authority, by postcode.

    Evidence in which sealed codes are counted gives a person as readers see them, whose
    members each have the member that measures count.
    """
    if not evidence:
        return None
    of = partial(
        partial(_fold, person, authority, on=on, resolve=resolve),
        merged_on=merged_on,
        fixed=fixed,
        wards=wards,
    )
    hidden = [item for item in evidence if is_counted(item.statement)]
    if not hidden:
        return of(evidence, history=history)
    as_seen = evidence_shown(evidence)
    if not any(isinstance(item.statement, Doing) for item in hidden):
        # Many have only a characteristic, on which no activity depends.
        shown = of(as_seen, history=history)
        return replace(shown, members=tuple(_counted(shown.members, evidence)))
    # Leaving out of counted members what readers may not see would not do: that a
    # sealed activity lapsed, or was overruled, depends on which one it is.
    shown, counted = of(as_seen), of(evidence)
    members = tuple(
        one._replace(counted=other)
        for one, other in zip(shown.members, counted.members, strict=True)
    )
    return replace(shown, members=members)


def _counted(
    members: Sequence[Member], evidence: Sequence[Evidence]
) -> Iterator[Member]:
    """The members, each with that which measures count: of other characteristics."""
    held_on = characteristics_on(evidence, [each.as_of for each in members])
    for each, held in zip(members, held_on, strict=True):
        yield each._replace(counted=each._replace(characteristics=held))


def _fold(
    person: int,
    authority: str,
    evidence: Sequence[Evidence],
    *,
    on: Sequence[date],
    resolve: Resolve,
    merged_on: date | None,
    fixed: Collection[int],
    wards: Mapping[str, str],
    history: tuple[Spell, ...] | None = None,
) -> Folded:
    details = Details(evidence, resolve)
    known = details.on()
    since = min(item.as_at for item in evidence)
    if history is None:
        doings = [item for item in evidence if isinstance(item.statement, Doing)]
        history = spells(doings, resolve=resolve)
    born = known.identity.born
    if born is None:
        return Folded(person, known, since, evidence, resolve, details, history, ())
    offers = offers_of(evidence)
    school = year_11_school(history, born)
    members = []
    for day in on:
        now = details.on(day)
        last_end = end_before(day)
        before = details.on(last_end) if since <= last_end else None
        node = guarantee_year(born, day)
        owed = guarantee(offers, node, on=day, resolve=resolve) if node else None
        listed = is_listed(now.guarantee_lists, day, fixed)
        status = cohort_status(
            born=born,
            period_end=day,
            now=now,
            before=before,
            on_guarantee_list=owed is not None if listed is None else listed,
            merged_on=merged_on,
        )
        members.append(
            member(
                person,
                authority,
                status=status,
                position=position_on(history, day, born=born, since=since),
                born=born,
                known=now,
                # Until it is fixed the cohort is everybody of the two years.
                guarantee=(owed.status if owed else codes.NOT_RECORDED)
                if node and listed is not False
                else None,
                year_11_school=school,
                wards=wards,
            )
        )
    return Folded(
        person, known, since, evidence, resolve, details, history, tuple(members)
    )


def year_11_school(history: Sequence[Spell], born: date) -> str | None:
    """The key of their school at the end of Year 11, on 31 May; None if not known."""
    last_day = counted_on(AcademicYear.of_year_11(born).ends.year)
    for spell in reversed(history):
        if spell.activity.is_compulsory and spell.covers(last_day):
            return spell.institution
    return None
