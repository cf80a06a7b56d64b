"""Indicators of pupils, such as a plan: which of them hold for them on a day.

An indicator holds, does not hold, or is not known: a source that never mentions free
meals is no evidence that there are none. Whatever is sealed is in no indicator, for any
reader, because a sum of points would give it away. An indicator has no points: those
are of the schemes for the risk of NEET. See decisions 0250 and 0251.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import codes, tables
from tracker.domain.reference.activity import HOME_EDUCATED, ON_NO_ROLL
from tracker.domain.year.ledger import NO_PLAN
from tracker.domain.year.pupils.pupil_facts import YEAR_9, Facts

#: The year group that leaves school.
LAST_AT_SCHOOL = 11
#: The year groups whose pupils have indicators.
PUPIL_YEARS = range(YEAR_9, 14)


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
        Path(__file__).with_name("pupil_indicators.csv"),
        lambda row: Indicator(row["name"], row["title"], State(row["state"])),
    )
}


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
    raise ValueError(
        f"pupil_indicators.csv has {', '.join(sorted(missing))} without a rule."
    )


def holds(indicator: Indicator, known: Facts) -> bool | None:
    """Whether an indicator that counts holds; None where no source has stated it."""
    return _HOLDS[indicator.name](known)
