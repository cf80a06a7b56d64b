"""From all that is told of one person to what an authority counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.history.details.particulars import Details, Particulars
from tracker.domain.history.evidence import Doing, Evidence
from tracker.domain.history.members import Member, cohort_status, guarantee_year, member
from tracker.domain.history.position import position_on
from tracker.domain.history.spells import Spell, offers, spells
from tracker.domain.history.stays import Resolve
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import AcademicYear, end_before


@dataclass(frozen=True, slots=True)
class Folded:
    """One person folded from their evidence: who they are, and a member a date asked.

    ``members`` is empty where no date of birth is known, because age decides everything
    else. ``since`` is the first day that any source speaks of, ``details`` what was
    told of them, for the particulars as at any day.
    """

    person: int
    known: Particulars
    since: date
    told: Sequence[Evidence]
    details: Details
    spells: tuple[Spell, ...]
    members: tuple[Member, ...]


def fold(
    person: int,
    authority: str,
    evidence: Sequence[Evidence],
    *,
    on: Sequence[date],
    resolve: Resolve,
    merged_on: date | None = None,
    history: tuple[Spell, ...] | None = None,
) -> Folded | None:
    """Everything that follows from the evidence of one person, or None without any.

    ``on`` are the dates to give a member for. ``merged_on`` is set for a record that
    was found to be a duplicate, whose one last appearance the return asks for.
    ``history`` are the spells of this very evidence, where they have been found before.
    """
    if not evidence:
        return None
    details = Details(evidence, resolve)
    known = details.on()
    since = min(told.as_at for told in evidence)
    if history is None:
        doings = [told for told in evidence if isinstance(told.statement, Doing)]
        history = spells(doings, resolve=resolve)
    born = known.identity.born
    if born is None:
        return Folded(person, known, since, evidence, details, history, ())
    guarantees = offers(evidence)
    school = year_11_school(history, born)
    members = []
    for day in on:
        now = details.on(day)
        last_end = end_before(day)
        before = details.on(last_end) if since <= last_end else None
        node = guarantee_year(born, day)
        guarantee = next(
            (
                o.status
                for o, told in guarantees
                if o.year == node and told.as_at <= day
            ),
            None,
        )
        status = cohort_status(
            born=born,
            period_end=day,
            now=now,
            before=before,
            on_guarantee_list=guarantee is not None,
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
                # Its cohort is everybody of the two years, told of or not.
                guarantee=guarantee or (codes.NOT_RECORDED if node else None),
                year_11_school=school,
            )
        )
    return Folded(person, known, since, evidence, details, history, tuple(members))


def year_11_school(history: Sequence[Spell], born: date) -> str | None:
    """Where they were at school when Year 11 ended, on the 31 May (key), if known."""
    year_ends = AcademicYear(born.year + (1 if born.month >= 9 else 0) + 15).ends
    last_day = date(year_ends.year, 5, 31)
    for spell in reversed(history):
        if spell.activity.is_compulsory and spell.covers(last_day):
            return spell.institution
    return None
