"""The ledger of young people with an EHC plan beyond Year 12.

Each year the place of the coming one is named in the plan by 31 March (the phase
transfer of a plan; Feeds F13). Nothing is applied for, offered or accepted, and the two
terms are a measure of leavers. A plan ends at the latest with the academic year of the
25th birthday.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.members import Member, in_scope
from tracker.domain.history.spells import Spell
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import YEAR_13, AcademicYear, academic_age
from tracker.domain.year.ledger import Known, Step, steps
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name, State


def is_with_plan(member: Member) -> bool:
    """Whether a young person is of the cohort on the day of the member.

    The return decides how long a plan keeps them (NCCIS 1.3).
    """
    return (
        member.send
        and member.status == codes.PRIMARY
        and member.academic_age >= YEAR_13
    )


def goes_on(now: Particulars, born: date, left: int, *, on: date) -> bool:
    """Whether they still need a place in the year that begins in ``left``.

    ``now`` is what is known on the day ``on``. Those whose plan has ceased, who moved
    away or turn 25 before that year need none.
    """
    gone = now.departure is not None and now.departure.on <= on
    age = academic_age(born, max(on, AcademicYear(left).starts))
    return not gone and in_scope(age, send=now.send)


def plan_steps(
    known: Known, left: int, *, on: date, needs_place: bool
) -> tuple[Step, ...]:
    """Every step of a young person with a plan; arguments as for ``ledger.steps``.

    Without ``needs_place`` nothing is missing any more.
    """
    return tuple(
        _of_plan(step, known.spells, left, needs_place)
        for step in steps(known, left, on=on)
    )


def _of_plan(step: Step, spells: Sequence[Spell], left: int, needs_place: bool) -> Step:
    cohort = LedgerCohort.PLAN
    if step.name not in cohort.steps:
        return Step(step.name, State.NOT_NEEDED)
    if step.name is Name.PLAN and step.state is not State.REACHED:
        stays = next((each for each in spells if _lasts(each, left)), None)
        if stays is not None:
            newest = max(stays.evidence, key=lambda item: item.as_at, default=None)
            return Step(
                step.name,
                State.REACHED,
                newest.as_at if newest is not None else None,
                stays.institution,
                stays.institution_name,
                newest,
            )
    if not needs_place and step.state in _OPEN:
        return Step(step.name, State.NOT_NEEDED)
    if step.owner is not None and step.left_on is None:
        return replace(step, owner=cohort.owner(step.name))
    return step


_OPEN = frozenset({State.MISSING, State.UNCONFIRMED, State.NOT_DUE})


def _lasts(spell: Spell, left: int) -> bool:
    """Whether what they do is expected to go on in the year that begins in ``left``."""
    doing, starts = spell.activity, AcademicYear(left).starts
    if doing.is_neet or doing.is_not_known or doing.sealed:
        return False
    return (
        spell.starts < starts
        and spell.expected_end is not None
        and spell.expected_end >= starts
        and (spell.ends is None or spell.ends >= starts)
    )
