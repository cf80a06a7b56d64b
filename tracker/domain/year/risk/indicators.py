"""Indicators of the risk of NEET: which of them hold for a young person on a day.

An indicator holds, does not hold, or is not known: a source that never mentions free
meals is no evidence that there are none. Whatever is sealed is in no indicator, for any
reader, because a sum of points would give it away. See decision 0250.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from tracker.domain.history.evidence import Detail, Evidence, Intention
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import UNSHOWN, names_codes
from tracker.domain.history.spells import Spell, newest_first
from tracker.domain.reference import codes, tables
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import HOME_EDUCATED, ON_NO_ROLL
from tracker.domain.year.ledger import NO_PLAN

#: The first year group of which changes of school are counted, and the last.
YEAR_9, LAST_AT_SCHOOL = 9, 11


class State(StrEnum):
    """Whether an indicator can be known here, and who may see it.

    ``COUNCIL``: the council's own staff, and no school. Those that are ``SEALED`` or
    ``NOT_HELD`` are in no score; a scheme names them so that it is clear what it lacks.
    """

    OPEN = "open"
    COUNCIL = "council"
    SEALED = "sealed"
    NOT_HELD = "not held"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, with its words for a page."""

    name: str
    title: str
    state: State

    @property
    def counts(self) -> bool:
        """Whether its points are in scores."""
        return self.state in (State.OPEN, State.COUNCIL)


INDICATORS: Mapping[str, Indicator] = {
    each.name: each
    for each in tables.read(
        Path(__file__).with_name("indicators.csv"),
        lambda row: Indicator(row["name"], row["title"], State(row["state"])),
    )
}


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


def _flag(known: Facts, about: str, value: bool) -> bool | None:
    return value if value or about in known.stated else None


def _characteristic(known: Facts, code: str) -> bool | None:
    if code in known.member.characteristics:
        return True
    named = known.stated & {"characteristic", "characteristics"}
    return False if named else None


def _is_doing(known: Facts, code: str) -> bool | None:
    position = known.member.position
    return None if position.is_not_known else position.activity.code == code


def _has_no_plan(known: Facts) -> bool | None:
    if known.member.year_group != LAST_AT_SCHOOL:
        return False
    return known.intended is None or known.intended in NO_PLAN


def _has_no_offer(known: Facts) -> bool | None:
    """By the status of the guarantee, which a Year 11 has from April."""
    status = known.member.guarantee
    if known.member.year_group != LAST_AT_SCHOOL or status is None:
        return False
    has, not_appropriate, *_ = codes.GUARANTEE_CATEGORIES
    found = codes.GUARANTEE_STATUSES.get(status)
    return found is None or found.category not in (has, not_appropriate)


def _changed_school(known: Facts) -> bool | None:
    return len(known.schools) > 1 if known.schools else None


_HOLDS: Mapping[str, Callable[[Facts], bool | None]] = {
    "plan": lambda known: _flag(known, "send.send", known.member.send),
    "sen_support": lambda known: _flag(known, "send.support", known.member.sen_support),
    "free_meals": lambda known: _flag(known, "meals", known.member.free_meals),
    "carer": lambda known: _characteristic(known, codes.CARER),
    "alternative": lambda known: _characteristic(known, codes.ALTERNATIVE_PROVISION),
    "home_educated": lambda known: _is_doing(known, HOME_EDUCATED.code),
    "off_roll": lambda known: _is_doing(known, ON_NO_ROLL.code),
    "not_known": lambda known: known.member.position.is_not_known,
    "no_plan": _has_no_plan,
    "no_offer": _has_no_offer,
    "changed_school": _changed_school,
}

if missing := {each.name for each in INDICATORS.values() if each.counts} - set(_HOLDS):
    raise ValueError(f"indicators.csv has {', '.join(sorted(missing))} without a rule.")


def holds(indicator: Indicator, known: Facts) -> bool | None:
    """Whether an indicator that counts holds; None where no source has stated it."""
    return _HOLDS[indicator.name](known)
