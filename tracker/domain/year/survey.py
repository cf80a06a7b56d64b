"""The annual activity survey: last year's Year 11, and what they did on 1 November.

On it are the young people who finished compulsory education in a summer and on 31 May
were educated in the area, in custody in it, or on no roll and living in it. What counts
is the activity on 1 November, if a source has confirmed it by then or since.

Source: NCCIS 1.1; Feeds O3. See decision 0199.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.spells import Spell
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import (
    YEAR_11,
    AcademicYear,
    counted_on,
)
from tracker.domain.reference.activity import (
    CUSTODY_OF_SCHOOL_AGE,
    HIDDEN,
    HOME_EDUCATED,
    ON_NO_ROLL,
)

#: Gives the authority in whose area an institution lies, by its key; None if not known.
AreaOf = Callable[[str], str | None]


class Reason(StrEnum):
    """Why a young person is on the survey. It says nothing about what they do now."""

    EDUCATED_HERE = "Educated in this area"
    CUSTODY = "In custody in this area"
    NO_ROLL = "On no roll, lives in this area"
    NOT_KNOWN = "Lives in this area; no school elsewhere is known"


class Outcome(StrEnum):
    """What is known of a young person on 1 November, in the order of follow-up.

    One call to a place settles many of the first two.
    """

    EXPECTED = "expected"
    LAPSED = "lapsed"
    NOT_CONFIRMED = "not confirmed"
    NOT_KNOWN = "not known"
    CONFIRMED = "confirmed"
    NOT_SHOWN = "not shown"


#: Those who are followed up until January, in this order.
FOLLOWED_UP = tuple(Outcome)[: tuple(Outcome).index(Outcome.CONFIRMED)]

#: What each means, as pages and commands say it.
OUTCOMES = {
    Outcome.EXPECTED: "Was expected to begin; no source has seen them there",
    Outcome.LAPSED: "Was to end before 1 November, or was confirmed too long before",
    Outcome.NOT_CONFIRMED: "Known only from a source that confirms nothing",
    Outcome.NOT_KNOWN: "Nothing is known of 1 November",
    Outcome.CONFIRMED: "Confirmed on 1 November",
    Outcome.NOT_SHOWN: "Not shown",
}

#: The columns of its file are our own choice, and this is shown with it.
LAYOUT = (
    "The columns of the file are our own: the official layout of the activity survey "
    "could not be read. Compare them with the current requirement before it is sent."
)


def surveyed_on(left: int) -> date:
    """The day whose activity counts, of those who left in the summer of ``left``."""
    return date(left, 11, 1)


def closes_on(left: int) -> date:
    """The last day on which a later survey takes the place of a signed one."""
    return date(left + 1, 1, 31)


def newest_left(on: date) -> int:
    """The summer of the newest survey that can be prepared on a day."""
    return on.year if on >= surveyed_on(on.year) else on.year - 1


def born_between(left: int) -> tuple[date, date]:
    """The first and the last birthday of those who finish Year 11 in a summer."""
    year = AcademicYear(left - YEAR_11 - 2)
    return year.starts, year.ends


def reason(folded: Folded, left: int, *, area_of: AreaOf) -> Reason | None:
    """Why a young person is on the survey of a summer; None where they are not.

    ``folded`` has a member on 31 May. One who had moved away by then is on it only if a
    school here has seen them since.
    """
    day = counted_on(left)
    member = next((each for each in folded.members if each.as_of == day), None)
    if member is None or member.academic_age != YEAR_11:
        return None
    at = member.position.institution
    area = area_of(at) if at is not None else None
    if not _is_covered(folded, member, area):
        return None
    doing = member.position.activity.code
    if doing == CUSTODY_OF_SCHOOL_AGE.code:
        return Reason.CUSTODY
    if area is not None:
        return Reason.EDUCATED_HERE
    return Reason.NO_ROLL if doing in _NO_ROLL else Reason.NOT_KNOWN


def _is_covered(folded: Folded, member: Member, area: str | None) -> bool:
    """Whether they learn here (``area``), or live here and learn nowhere else."""
    day, is_here = member.as_of, area == member.authority
    if member.status == codes.PRIMARY:
        # Nothing says that those who were first heard of later lived here on the day.
        was_known = folded.since <= day or any(it.covers(day) for it in folded.spells)
        return is_here or (area is None and was_known)
    gone, seen = folded.details.on(day).departure, member.position.verified
    if gone is None or gone.status not in _ELSEWHERE or seen is None:
        return False
    return is_here and seen > gone.on


_ELSEWHERE = frozenset({codes.TRANSFERRED, codes.LEFT_ENGLAND})
_NO_ROLL = frozenset({HOME_EDUCATED.code, ON_NO_ROLL.code})


class Found(NamedTuple):
    """What is known of a young person on 1 November."""

    position: Position
    outcome: Outcome


def found(spells: Sequence[Spell], left: int, *, born: date, since: date) -> Found:
    """What is known of a young person on 1 November, from their spells in order.

    An activity counts if it had begun by that day and had not ended before it, was
    current on it, and a source that may confirm it saw it once it had begun. Evidence
    that came later counts as well, if it is about the day.
    """
    day = surveyed_on(left)
    position = position_on(spells, day, born=born, since=min(since, day))
    return Found(position, _outcome(position, spells, day))


def _outcome(position: Position, spells: Sequence[Spell], day: date) -> Outcome:
    if position.activity.code == HIDDEN.code:
        return Outcome.NOT_SHOWN
    if position.activity.is_not_known:
        return Outcome.NOT_KNOWN
    if position.lapsed:
        return Outcome.LAPSED
    spell = next(each for each in reversed(spells) if each.starts <= day)
    confirming = [each for each in spell.confirmations if each.tier.verifies]
    if not confirming:
        return Outcome.NOT_CONFIRMED
    if all(each.as_at < spell.starts for each in confirming):
        return Outcome.EXPECTED
    return Outcome.CONFIRMED
