"""What was known about a pupil on a day, as readers may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.history.evidence import Detail, Evidence, Intention
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import UNSHOWN, names_codes
from tracker.domain.history.spells import Spell, newest_first
from tracker.domain.reference.academic_year import AcademicYear

#: The first year group of which changes of school are counted.
YEAR_9 = 9


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known about a young person on a day, as readers may see it.

    ``member`` is the person on that day. ``stated`` are the subjects and fields that
    any source had stated by then. ``intended`` is the code of the newest intended
    destination of this school year, None without one. ``schools`` are the keys of the
    places of compulsory education since Year 9.
    """

    member: Member
    stated: frozenset[str]
    intended: str | None
    schools: frozenset[str]


def facts(
    member: Member, evidence: Sequence[Evidence], spells: Iterable[Spell]
) -> Facts:
    """The facts from the evidence that was known by then, as readers may see it."""
    by_then = [item for item in evidence if item.as_at <= member.as_of]
    starts = AcademicYear.of(member.as_of).starts
    plans = newest_first(Intention, (it for it in by_then if it.as_at >= starts))
    return Facts(
        member,
        frozenset(_stated(by_then)),
        plans[0][0].destination if plans else None,
        frozenset(_schools(member, spells)),
    )


def _stated(evidence: Iterable[Evidence]) -> Iterable[str]:
    """The subjects of details with their fields. One that only hides what is sealed
    states nothing: it would show that there is something.
    """
    for item in evidence:
        detail = item.statement
        if not isinstance(detail, Detail):
            continue
        if names_codes(detail):
            given = set((detail.get("codes") or detail.get("code") or "").split())
            if given and given <= UNSHOWN:
                continue
        yield detail.about
        yield from (f"{detail.about}.{name}" for name, _ in detail.values)


def _schools(member: Member, spells: Iterable[Spell]) -> Iterable[str]:
    year = AcademicYear.of(member.as_of).start - max(0, member.year_group - YEAR_9)
    since = date(year, 9, 1)
    for each in spells:
        if (
            each.institution is not None
            # A name may be that of a school which another source gives by number.
            and not each.institution.startswith("name:")
            and each.activity.is_compulsory
            and each.starts <= member.as_of
            and (each.ends is None or each.ends >= since)
        ):
            yield each.institution
